import { expect, it } from 'vitest'
import { freshFolder, runProgram } from '../program/run.ts'

const cwd = freshFolder()

it('exits with 2 and says so when two options exclude each other', async () => {
  const { code, stderr } = await runProgram(['fetch', '--date', '2026-03-31', '--since', '2026-03-30'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain("'--date <day>' cannot be used with option '--since <day>'")
})

it('exits with 2 and names the choices when an option has another value', async () => {
  const { code, stderr } = await runProgram(['summarize', '--form', 'haiku'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain('Allowed choices are tldr, lines.')
})
