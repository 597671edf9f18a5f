import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'
import { freshFolder, runProgram } from './run.ts'

let huggingFace: FakeServer
beforeAll(async () => {
  huggingFace = await startFakeHuggingFace({ days: {} })
})
afterAll(() => huggingFace.close())

type Line = { state: string; subject: string; what: string; remedy: string | null }

async function doctor(given: Record<string, string>) {
  const env = { HF_URL: huggingFace.url, TIMEZONE: 'Europe/Berlin', ...given }
  const { code, stdout, stderr } = await runProgram(['doctor', '--json'], { env })
  const lines: Line[] = JSON.parse(stdout)
  return { code, stderr, lines, broken: lines.filter(({ state }) => state === 'broken') }
}

describe('paperboy doctor', () => {
  it('marks a model that does not answer, with the reason and what to do, and exits 1', async () => {
    const model = { OPENAI_MODEL: 'no-such-model', OPENAI_API_KEY: 'sk-12345678' }
    const env = { HF_URL: huggingFace.url, ...model, OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }
    const { code, stdout } = await runProgram(['doctor'], { env })
    expect(stdout).toMatch(/^✖ OPENAI_MODEL=no-such-model: .*\(no answer\).*does a server run at OPENAI_BASE_URL\?/m)
    expect(stdout).not.toContain('sk-12345678')
    expect(code).toBe(1)
  })

  it('prints one array, each line with its state, subject, words and remedy, and exits 0 where nothing is broken', async () => {
    const { code, lines } = await doctor({})
    expect(code).toBe(0)
    for (const line of lines) expect(Object.keys(line)).toEqual(['state', 'subject', 'what', 'remedy'])
    expect(lines).toContainEqual({
      state: 'odd',
      subject: 'last run',
      what: 'The bot has not run with this database yet.',
      remedy: '`npm start` starts it.',
    })
  })

  it('asks the rest also where the database does not open, and says once why', async () => {
    const file = join(freshFolder(), 'notes.txt')
    writeFileSync(file, 'Groceries: milk, bread. '.repeat(100))
    for (const [url, why] of [
      [`file:${file}`, /file is not a database; .*is DATABASE_URL right\?/],
      [`file:${file}/below/paperboy.db`, /Could not make the folder .*Is DATABASE_URL right\?.*ENOTDIR/],
    ] as const) {
      const { code, lines, broken } = await doctor({ DATABASE_URL: url })
      expect(broken).toEqual([expect.objectContaining({ subject: 'database', what: expect.stringMatching(why) })])
      expect(lines).toContainEqual(expect.objectContaining({ state: 'fine', what: 'Hugging Face answers.' }))
      expect(code).toBe(1)
    }
  })

  it('gives an array of wrong settings, and exits 2', async () => {
    const { code, lines } = await doctor({ TIMEZONE: 'Europe/Nowhere', OPENAI_API_KEY_FILE: '/nowhere/key' })
    expect(lines).toHaveLength(2)
    expect(lines[0]?.what).toMatch(/TIMEZONE/)
    expect(lines[1]?.what).toMatch(/^OPENAI_API_KEY_FILE names \/nowhere\/key, which does not exist/)
    expect(code).toBe(2)
  })

  it('gives a file of settings that cannot be read as one broken line', async () => {
    const cwd = freshFolder()
    mkdirSync(join(cwd, '.env'))
    const { code, stdout } = await runProgram(['doctor', '--json'], { cwd })
    const what = 'Could not read .env; may this user read it?'
    expect(JSON.parse(stdout)).toEqual([{ state: 'broken', subject: 'settings', what, remedy: null }])
    expect(code).toBe(2)
  })

  it('keeps apart what is wrong in the settings and what only means nothing', async () => {
    const cwd = freshFolder()
    writeFileSync(join(cwd, '.env'), 'TIMEZON=UTC\nPOST_AT=9')
    const { stdout } = await runProgram(['doctor', '--json'], { cwd })
    const lines: Line[] = JSON.parse(stdout)
    expect(lines.map(({ state, what }) => [state, what])).toEqual([
      ['broken', expect.stringMatching(/^POST_AT=9 /)],
      ['odd', expect.stringMatching(/^\.env names TIMEZON, /)],
    ])
  })
})

describe.skipIf(missingPostgres !== null)('paperboy doctor on PostgreSQL', () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.close())

  it('names the server, its version and its zone', async () => {
    const { lines } = await doctor({ DATABASE_URL: await server.createDatabase() })
    const { state, what = '' } = lines.find(({ subject }) => subject === 'database') ?? {}
    expect([state, what]).toEqual(['fine', expect.stringMatching(/PostgreSQL \d+\.\d+.*, time zone \S+\.$/)])
  })

  it.each([
    ['a wrong password', (url: string) => url.replace(':password@', ':guess@'), /password authentication.*check user/],
    ['a name that is not there', (url: string) => `${url}_2`, /does not exist; .*createdb NAME/],
    ['a server that nobody runs', (url: string) => url.replace(/:\d+\//, ':1/'), /ECONNREFUSED.*is PostgreSQL running/],
    [
      'a server that takes no changes',
      (url: string) => `${url}?options=-c%20default_transaction_read_only%3Don`,
      /read-only transaction; .*must name the primary server/,
    ],
  ])('names %s in one line, with its remedy', async (_, spoil, line) => {
    const { code, broken } = await doctor({ DATABASE_URL: spoil(await server.createDatabase()) })
    expect(broken.map(({ what }) => what)).toEqual([expect.stringMatching(line)])
    expect(broken[0]?.what).not.toContain('guess')
    expect(code).toBe(1)
  })
})
