import type { Command } from 'commander'
import type { App } from './wiring/open-app.ts'

export type OpenOptions = {
  /** The terminal adapter prints nothing: stdout is for what the verb prints. */
  quiet: boolean
  prompt: boolean
  /** Hears why the database does not open; the app then has an empty one instead. Null: that ends the program. */
  onNoDatabase: ((error: unknown) => void) | null
}

/** Opens the app for one piece of work, quietly by default, and closes it. The number is the exit code. */
export type WithApp = (work: (app: App) => Promise<number | undefined>, options?: Partial<OpenOptions>) => Promise<void>

export type CliVerb = (program: Command, withApp: WithApp) => unknown

export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

export const complain = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

export const printJson = (value: unknown): void => print(JSON.stringify(value))

/** Wrong usage: exit code 2 and a sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}
