import { Command, CommanderError } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { describeError } from '../core/error-words.ts'
import { redact } from '../core/log.ts'
import { didYouMean, nearestOf } from '../core/text/nearest.ts'
import { examples } from './examples.ts'
import { ConfigError } from './settings/config.ts'
import { type CliVerb, type OpenOptions, UsageError, type WithApp } from './verb.ts'
import type { App } from './wiring/open-app.ts'

/** As people type it. */
const NAME = process.env.npm_lifecycle_event === 'paperboy' ? 'npm run -s paperboy --' : 'paperboy'
const HOUR_MS = 3_600_000
const LINGER_MS = 1_000
/** SIGTERM is usually followed by SIGKILL after ten seconds. */
const LEAVE_MS = 9_500

type Open = (options: OpenOptions, signal: AbortSignal) => Promise<App>

/** Runs one of the verbs and sets the exit code: 0 done, 1 failed, 2 wrong usage or settings. */
export async function runProgram(verbs: CliVerb[], open: Open, argv: string[]): Promise<void> {
  // The reader of our output may stop reading: `paperboy search … | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const program = new Command(NAME)
    .description(
      'Reads new papers every day, posts the best to your team’s channels, and answers questions about them.',
    )
    .version(manifest.version)
    .exitOverride()
  for (const verb of verbs) verb(program, workingWith(open))
  for (const command of program.commands) {
    const lines = (examples[command.name()] ?? []).map((line) => `  ${NAME} ${line}`)
    command.addHelpText('after', ['\nExamples:', ...lines].join('\n'))
  }
  try {
    refuseUnknown(
      program.commands.map((command) => command.name()),
      argv[0],
    )
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    process.exitCode = fail(error)
  }
}

/** Else Commander takes it for a word that `start` has no use for. */
function refuseUnknown(verbs: string[], word = '-'): void {
  if (word.startsWith('-') || word === 'help' || verbs.includes(word)) return
  throw new UsageError(`There is no verb “${word}”${didYouMean(nearestOf(verbs), word)} \`${NAME} --help\` lists all.`)
}

function fail(error: unknown): number {
  // Commander has printed its own sentence; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const sentence = describeError(error)
  process.stderr.write(`${redact(sentence)}\n`)
  return error instanceof ConfigError || error instanceof UsageError ? 2 : 1
}

const workingWith =
  (open: Open): WithApp =>
  async (work, options = {}) => {
    const ending = watchForTheEnd()
    // The timers of the parts are unref'd: with nothing else to wait for, Node would end at an `await`, with code 13.
    const working = setInterval(() => {}, HOUR_MS)
    try {
      const app = await open({ quiet: true, prompt: false, onNoDatabase: null, ...options }, ending.signal)
      ending.report = (err) =>
        app.log.fatal({ err }, 'an error that nobody caught: what is being sent is finished first')
      try {
        process.exitCode = (await work(app)) ?? 0
      } finally {
        await app.close()
      }
    } finally {
      clearInterval(working)
      process.exitCode ||= ending.code
      // A platform that never answers must not keep a program that has finished.
      setTimeout(() => process.exit(), LINGER_MS).unref()
    }
  }

/** The first SIGTERM or SIGINT, or an uncaught error (exit code 1), asks to finish; a second signal ends at once. */
function watchForTheEnd() {
  const stopping = new AbortController()
  const ending = {
    signal: stopping.signal,
    code: 0,
    report(error: unknown): void {
      fail(error)
    },
  }
  const finish = (code: number) => {
    ending.code ||= code
    process.exitCode ||= code
    if (stopping.signal.aborted) return
    stopping.abort()
    // What hangs by then is stored, and the next start continues it.
    setTimeout(() => process.exit(ending.code), LEAVE_MS).unref()
  }
  const stop = (signal: NodeJS.Signals) => {
    if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    finish(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('uncaughtException', (error) => {
    ending.report(error)
    finish(1)
  })
  return ending
}
