import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, runProgram } from './run.ts'

const DAY = '2026-03-31'
let huggingFace: FakeServer
let cwd: string
beforeEach(async () => {
  cwd = freshFolder()
  huggingFace = await startFakeHuggingFace({ days: { [DAY]: items(8) } })
})
afterEach(() => huggingFace.close())

const run = (...args: string[]) => runProgram(args, { cwd, env: { HF_URL: huggingFace.url } })
const reportOf = (stdout: string) => JSON.parse(stdout).channels[0]

describe('paperboy post', () => {
  it('prints the posts of a day, then what became of each paper', async () => {
    const { code, stdout } = await run('post', '--date', DAY)
    expect(stdout).toContain('Papers · Tuesday 31 March')
    expect(stdout).toMatch(/Ada Example, Ben Sample · .*34 upvotes · 1 comment/)
    expect(stdout).toContain('  8. A Paper Called 2603.00008')
    expect(stdout).not.toContain('Enter')
    expect(stdout).toContain('terminal:local: 8 found · 5 posted · 3 in thread · 0 filtered · 0 held · 0 already')
    expect(code).toBe(0)
  })

  it('reports as JSON and prints nothing else, and the sum is right', async () => {
    const { stdout } = await run('post', '--date', DAY, '--json')
    expect(reportOf(stdout)).toMatchObject({
      channel: 'terminal:local',
      found: 8,
      posted: 5,
      thread: 3,
      filtered: 0,
      held: 0,
      already: 0,
    })
    expect(reportOf(stdout).papers).toHaveLength(8)
  })

  it('posts nothing the second time, and says when each was', async () => {
    await run('post', '--date', DAY)
    const { stdout } = await run('post', '--date', DAY, '--json')
    expect(reportOf(stdout)).toMatchObject({ found: 8, posted: 0, thread: 0, already: 8 })
    expect(reportOf(stdout).papers[0].reason).toMatch(/^posted on \w+ \d\d:\d\d: 1st of 8 by upvotes/)
  })

  it('logs one id from the fetch to the last message', async () => {
    const env = { HF_URL: huggingFace.url, LOG_LEVEL: 'info' }
    const { stderr } = await runProgram(['post', '--date', DAY], { cwd, env })
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['papers collected', 'digest planned', 'delivered']),
    )
    expect(new Set(lines.map(({ run }) => run)).size).toBe(1)
    expect(lines.filter(({ delivery }) => delivery)).toHaveLength(8)
  })

  it('stores and sends nothing on a dry run', async () => {
    const { stdout } = await run('post', '--date', DAY, '--dry-run')
    expect(stdout).not.toContain('Papers ·')
    expect(stdout).toContain('5 would be posted')
    expect(stdout).toMatch(/ posted +A Paper Called 2603\.00001 \(arxiv:2603\.00001\): /)
    expect(reportOf((await run('post', '--date', DAY, '--json')).stdout).posted).toBe(5)
  })

  it('says in one line why nothing was posted when the source is down, and exits 1', async () => {
    huggingFace.faults.push({ status: 503, body: 'down' })
    const { code, stdout, stderr } = await run('post', '--date', DAY)
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^Nothing was posted: Hugging Face answered 503 for 2026-03-31/)
    expect(stdout).not.toContain('Papers ·')
    expect(code).toBe(1)
  })

  it('exits 2 on a wrong day, an unknown channel and a wrong setting', async () => {
    expect((await run('post', '--date', 'yesterday')).code).toBe(2)
    const unknown = await run('post', '--channel', 'nowhere', '--date', DAY)
    expect([unknown.code, unknown.stderr.trim()]).toEqual([
      2,
      'No channel is called “nowhere”. Known: terminal (terminal:local).',
    ])
    const wrong = await runProgram(['post'], { env: { POST_AT: '9' } })
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      'Check your .env:\n✖ POST_AT=9 must look like 09:00. Did you mean 09:00?\n',
    ])
  })
})

describe('paperboy why', () => {
  it('names the day, the rank and the channel', async () => {
    await run('post', '--date', DAY)
    const { stdout } = await run('why', 'https://huggingface.co/papers/2603.00007')
    expect(stdout).toMatch(/Listed by Hugging Face on (Tue )?31 Mar( \d+)?, 34 upvotes so far\./)
    expect(stdout).toMatch(
      /terminal, (?:Tue )?31 Mar(?: \d+)?: listed in the thread, \d\w\w of 8 by upvotes \(34\); the best 5 are posted\./,
    )
  })

  it('says so when it does not know the paper', async () => {
    const { code, stderr } = await run('why', '2601.00001')
    expect([code, stderr.trim()]).toEqual([
      1,
      'No paper here is called “2601.00001”. Its link or arXiv identifier finds it surely.',
    ])
  })
})

describe('paperboy import', () => {
  it('keeps the good lines and names the bad ones', async () => {
    const input = [
      '{"id":"arxiv:2603.00001","title":"Good","abstract":"One."}',
      '{"id":"arxiv:2603.00002"',
      '{"id":"arxiv:2603.00003","title":""}',
      '{"id":"none","title":"No id"}',
      '{"id":"2603.00004v2","title":"Also good","abstract":"Two.","authors":["A"],"publishedAt":"2026-03-01T10:00:00Z"}',
    ].join('\n')
    const { code, stdout, stderr } = await runProgram(['import', '-'], { cwd, input })
    expect(stdout).toBe('Imported 2 papers, 2 of them new; 3 lines left out.\n')
    expect(stderr.trim().split('\n')).toEqual([
      'line 2 was left out: it is not JSON',
      'line 3 was left out: title: the title is empty',
      'line 4 was left out: “none” is no arXiv identifier, DOI or link',
    ])
    expect(code).toBe(0)
  })

  it('says that there is no such file; a folder is none', async () => {
    const { code, stderr } = await runProgram(['import', '.'], { cwd: freshFolder() })
    expect([code, stderr]).toEqual([2, 'There is no file “.”.\n'])
  })

  it('never posts what was imported, and knows when it was published', async () => {
    await runProgram(['import', '-'], {
      cwd,
      input:
        '{"id":"arxiv:2601.00001","title":"Old","abstract":"One.","featuredOn":"2026-03-31","published":"2026-01-05"}',
    })
    const { stdout } = await run('search', '--json=publishedAt', 'old')
    expect(JSON.parse(stdout).results).toEqual([{ publishedAt: '2026-01-05' }])
    expect(reportOf((await run('post', '--date', DAY, '--json')).stdout).found).toBe(8)
  })
})

describe('paperboy backup and restore', () => {
  it('bring a database back, and overwrite nothing', async () => {
    await run('post', '--date', DAY)
    const file = `${freshFolder()}/copy.db`
    expect((await run('backup', file)).code).toBe(0)
    expect((await run('backup', file)).stderr).toContain('exists already; a backup overwrites nothing')
    expect((await run('restore', file)).stderr).toContain('restore overwrites nothing')
    const elsewhere = freshFolder()
    expect((await runProgram(['restore', file], { cwd: elsewhere })).code).toBe(0)
    const again = await runProgram(['post', '--date', DAY, '--json'], {
      cwd: elsewhere,
      env: { HF_URL: huggingFace.url },
    })
    expect(reportOf(again.stdout)).toMatchObject({ posted: 0, already: 8 })
  })

  it('refuse a file that is no backup', async () => {
    const { code, stderr } = await runProgram(['restore', import.meta.filename], { cwd: freshFolder() })
    expect([code, stderr]).toEqual([
      1,
      `${import.meta.filename} is not an intact Paperboy database: file is not a database.\n`,
    ])
  })
})

describe('paperboy doctor', () => {
  it('says what is fine, and exits 1 with the reason when the bot would not work', async () => {
    const well = await run('doctor')
    expect(well.stdout).toContain('✔ Hugging Face answers.')
    expect(well.stdout).toContain('! Times are in UTC: the system names no other time zone.')
    expect(well.code).toBe(0)
    huggingFace.faults.push({ status: 500, body: '' })
    const ill = await run('doctor')
    expect(ill.stdout).toContain('✖ Hugging Face answered 500')
    expect(ill.code).toBe(1)
  })
})

describe('a half-filled day', () => {
  it('is completed by the next one: late papers come then, once', async () => {
    const [early, late] = [items(3), items(5)]
    await huggingFace.close()
    huggingFace = await startFakeHuggingFace({ days: { '2026-03-30': early } })
    await run('post', '--date', '2026-03-30')
    await huggingFace.close()
    huggingFace = await startFakeHuggingFace({ days: { '2026-03-30': late, [DAY]: items(9).slice(5) } })
    expect(reportOf((await run('post', '--date', '2026-03-30', '--json')).stdout)).toMatchObject({
      posted: 0,
      already: 3,
      held: 2,
    })
    expect(reportOf((await run('post', '--date', DAY, '--json')).stdout)).toMatchObject({
      found: 6,
      posted: 5,
      thread: 1,
    })
  })
})
