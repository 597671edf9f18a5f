import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { examples } from '../../src/cli/examples.ts'
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

it('says which verb was probably meant by a misspelt one', async () => {
  const { code, stderr } = await runProgram(['serach', 'memory'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toBe('There is no verb “serach”. Did you mean search? `paperboy --help` lists all.\n')
})

it('says its version', async () => {
  const { code, stdout } = await runProgram(['--version'], { cwd })
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${manifest.version}\n` })
})

it('shows examples in the help of every verb', async () => {
  const { stdout } = await runProgram(['--help'], { cwd })
  const verbs = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb = '']) => verb).filter((verb) => verb !== 'help')
  expect(verbs).toEqual(Object.keys(examples))
})
