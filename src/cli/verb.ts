import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Command, InvalidArgumentError } from 'commander'
import type { Channel } from '../channels/channels.ts'
import { isoDay } from '../core/paper.ts'
import type { App } from './wiring/app.ts'

export type OpenOptions = {
  /** stdout belongs to JSON: the terminal adapter prints nothing. */
  quiet: boolean
  /** Lines typed at the terminal are commands. */
  prompt: boolean
}

/** Opens the wired parts for one piece of work and closes them after it. The number is the exit code. */
export type WithApp = (options: OpenOptions, work: (app: App) => Promise<number | undefined>) => Promise<void>

/** One verb of the command line: puts itself on the program. */
export type CliVerb = (program: Command, withApp: WithApp) => void

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value))

/** Wrong usage: exit code 2 and a sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export function parseDay(text: string): string {
  if (!isoDay.safeParse(text).success) throw new InvalidArgumentError('It must look like 2026-03-31.')
  return text
}

/** The lines of a file, or of standard input for `-`. */
export function readLines(file: string): AsyncIterable<string> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  const input = file === '-' ? process.stdin : createReadStream(file)
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

/** The channel an id or a unique name means. */
export function resolveChannel(channels: Channel[], text: string): Channel {
  const exact = channels.find(({ id }) => id === text)
  const named = channels.filter(({ name }) => name === text || name === text.replace(/^#/, ''))
  const [found] = exact ? [exact] : named
  if (!found)
    throw new UsageError(
      `No channel is called “${text}”. There are: ${channels.map(({ id }) => id).join(', ') || 'none'}.`,
    )
  if (named.length > 1 && !exact)
    throw new UsageError(`Several channels are called “${text}”: ${named.map(({ id }) => id).join(', ')}.`)
  return found
}
