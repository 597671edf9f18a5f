import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { freshFolder, runProgram } from '../program/run.ts'

const cwd = freshFolder()
const paper = (id: string, title: string) =>
  JSON.stringify({ id, title, abstract: 'We present agents.', authors: [], featuredOn: '2026-03-02', upvotes: 7 })
const run = (args: string[], input = '') => runProgram(['search', ...args], { cwd, input })

beforeAll(async () => {
  const file = join(cwd, 'papers.jsonl')
  writeFileSync(file, [paper('2603.00001', 'Video Diffusion'), paper('2603.00002', 'Memory')].join('\n'))
  await runProgram(['import', file], { cwd })
})

it('prints what was found, and how it took the words', async () => {
  const { stdout, code } = await run(['difusion'])
  expect(code).toBe(0)
  expect(stdout).toBe(
    '1 of 2 papers since March 2026\nShowing diffusion; to search exactly: "difusion"\n1. Video Diffusion\n   https://arxiv.org/abs/2603.00001 · 2026-03-02 · 7 upvotes\n',
  )
})

it('prints one JSON line with --json, and no more papers than --limit', async () => {
  const { stdout } = await run(['--json', '--limit', '1', 'agents'])
  expect(JSON.parse(stdout)).toMatchObject({ query: 'agents', results: [{ score: expect.any(Number) }] })
})

it('gives the fields that --json= names, and names those that there are', async () => {
  const { stdout } = await run(['--json=id,url,day', 'diffusion'])
  const found = { id: 'arxiv:2603.00001', url: 'https://arxiv.org/abs/2603.00001', day: '2026-03-02' }
  expect(JSON.parse(stdout)).toEqual({ query: 'diffusion', cutShort: false, results: [found] })
  expect(JSON.parse((await run(['--json', 'diffusion'])).stdout)).toMatchObject({ query: 'diffusion' })
  const { code, stderr } = await run(['--json=id,titel', 'diffusion'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--json has no “titel”; it has id,title,')])
})

it('answers one query per line of standard input', async () => {
  const { stdout } = await run(['--stdin'], 'memory\n\n"quokkas\n')
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answers).toEqual([
    {
      query: 'memory',
      cutShort: false,
      results: [{ id: 'arxiv:2603.00002', title: 'Memory', score: expect.any(Number) }],
    },
    { query: '', cutShort: false, results: expect.any(Array) },
    { query: '"quokkas', cutShort: false, results: [] },
  ])
})

it('says how it is used, and exits with 2, when there is nothing to search for', async () => {
  expect(await run([])).toMatchObject({ code: 2, stdout: '' })
  expect(await run(['--limit', 'many', 'agents'])).toMatchObject({ code: 2 })
})
