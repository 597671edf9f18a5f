import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deadline } from '../wait.ts'

const ENTRY = join(import.meta.dirname, '../../bin/paperboy.js')

export type ProgramOptions = {
  /** Where `.env` and `data/` are looked for; an empty folder by default. */
  cwd?: string
  env?: Record<string, string>
  input?: string
  /** Standard input is /dev/null, as for a service. */
  closed?: boolean
  /** The program; this repository’s own by default. */
  entry?: string
}

export type Finished = { code: number | null; stdout: string; stderr: string; cwd: string }

/** A folder that no other test knows. */
export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'paperboy-'))

/** Runs the real program to its end. */
export async function runProgram(
  args: string[],
  { cwd = freshFolder(), env = {}, input = '', entry = ENTRY }: ProgramOptions = {},
): Promise<Finished> {
  const running = startProgram(args, { cwd, env, entry })
  running.child.stdin?.end(input)
  const code = await running.exit
  return { code, stdout: running.stdout(), stderr: running.stderr(), cwd }
}

export type Running = {
  child: ChildProcess
  exit: Promise<number | null>
  stdout(): string
  stderr(): string
  /** Resolves when stdout holds `text`; rejects, with what it holds, when the program ends before, or never says it. */
  says(text: string | RegExp, milliseconds?: number): Promise<void>
}

/** Starts the real program and leaves it running; the environment is only what the test gives. */
export function startProgram(
  args: string[],
  { cwd = freshFolder(), env = {}, entry = ENTRY, closed = false }: ProgramOptions = {},
): Running {
  const child = spawn(process.execPath, [entry, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, TZ: 'UTC', LOG_LEVEL: 'warn', ...env },
    stdio: [closed ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  let ended = false
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      ended = true
      resolve(code)
    })
  })
  return {
    child,
    exit,
    stdout: () => stdout,
    stderr: () => stderr,
    async says(text, milliseconds = 30_000) {
      const last = Date.now() + deadline(milliseconds)
      while (typeof text === 'string' ? !stdout.includes(text) : !text.test(stdout)) {
        if (ended || Date.now() > last)
          throw new Error(`The program did not say ${text}. It said:\n${stdout}\n${stderr}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
  }
}
