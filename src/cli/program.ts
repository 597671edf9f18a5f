import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { redact } from '../log.ts'
import type { App } from './app.ts'
import { type CliVerb, type OpenOptions, UsageError, type WithApp } from './verb.ts'

const LINGER_MS = 1_000
/** Whoever sends SIGTERM usually kills after ten seconds. */
const LEAVE_MS = 9_500

type Open = (options: OpenOptions, signal: AbortSignal) => Promise<App>

/** Runs one of the verbs and sets the exit code: 0 done, 1 failed, 2 wrong usage or settings. */
export async function runProgram(verbs: CliVerb[], open: Open, argv: string[]): Promise<void> {
  // Whoever reads our output may stop reading: `paperboy search … | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const program = new Command('paperboy').description('Brings a research team its papers.').exitOverride()
  for (const verb of verbs) verb(program, workingWith(open))
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = fail(error)
  }
}

function fail(error: unknown): number {
  // Commander has printed its own sentence; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const sentence = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${redact(sentence)}\n`)
  return error instanceof ConfigError || error instanceof UsageError ? 2 : 1
}

const workingWith =
  (open: Open): WithApp =>
  async (options, work) => {
    const app = await open(options, stopOnSignals())
    try {
      process.exitCode = (await work(app)) ?? 0
    } finally {
      await app.close()
      // A platform that never answers must not keep a program that has finished.
      setTimeout(() => process.exit(), LINGER_MS).unref()
    }
  }

/** The first SIGTERM or SIGINT asks to finish; a second one ends at once, which the outbox survives. */
function stopOnSignals(): AbortSignal {
  const stopping = new AbortController()
  const stop = (signal: NodeJS.Signals) => {
    if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    stopping.abort()
    // Whatever hangs by then is on record, and the next start goes on with it.
    setTimeout(() => process.exit(0), LEAVE_MS).unref()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return stopping.signal
}
