import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freshFolder, runProgram } from './run.ts'

/** What `doctor` says in a folder with this `.env`; it asks nobody but this machine. */
async function doctor(file: string, env: Record<string, string> = {}) {
  const cwd = join(freshFolder(), 'my papers')
  mkdirSync(cwd)
  writeFileSync(join(cwd, '.env'), file)
  return runProgram(['doctor'], { cwd, env: { HF_URL: 'http://127.0.0.1:1', ARXIV_URL: 'http://127.0.0.1:1', ...env } })
}

it('are read from .env in the working directory, which may have a space in its name', async () => {
  const { stdout, cwd } = await doctor('\uFEFFPOST_AT = 08:30\r\nTIMEZONE="Europe/Berlin"  # lab\r\n')
  expect(stdout).toContain('Posts at 08:30 Europe/Berlin')
  expect(stdout).toContain(`${cwd}/data/paperboy.db`)
})

it('find the database in the folder of the user', async () => {
  const { stdout, cwd } = await doctor('DATABASE_URL=file:~/the lab/x.db\n')
  expect(stdout).toContain(`${cwd}/the lab/x.db`)
  expect(existsSync(join(cwd, 'the lab/x.db'))).toBe(true)
})

it.each(['', 'Foo/Bar', 'UTC-5'])('are in UTC where TZ=%s names no zone, and doctor says so', async (TZ) => {
  expect((await doctor('', { TZ })).stdout).toContain('Times are in UTC')
})

it('stop the program with 2 and a sentence, without a password', async () => {
  const { code, stderr, stdout } = await doctor(
    'DATABASE_URL=postgres://paper:100%pure@127.0.0.1/x\nTIMEZONE=Berlin\nSLACK_CHANNELS=#papers\nPAPER_PER_DAY=3\n',
  )
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr.trim().split('\n')).toEqual([
    'Check your .env:',
    '✖ DATABASE_URL has a % that begins no code: in a user or a password % is written %25.',
    '✖ TIMEZONE=Berlin is not a time zone. Did you mean Europe/Berlin?',
    '✖ SLACK_CHANNELS on line 3 of .env is cut short, since # begins a comment; quote it: SLACK_CHANNELS="…".',
    '! .env names PAPER_PER_DAY, which Paperboy does not know; did you mean PAPERS_PER_DAY?',
  ])
})
