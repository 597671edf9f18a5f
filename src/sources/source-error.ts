/**
 * `unreachable`: no connection. `slow`: no whole answer in time. `busy`: a rate limit. `refused`: an answer without
 * success; `missing`: that says there is nothing at the address. `shape`: an answer in another format.
 */
type SourceTrouble = 'unreachable' | 'slow' | 'busy' | 'refused' | 'missing' | 'shape'

/** A source could not be read; the next run tries again. The message is a sentence for people. */
export class SourceError extends Error {
  override name = 'SourceError'
  readonly trouble: SourceTrouble

  constructor(message: string, trouble: SourceTrouble, cause?: unknown) {
    super(message, { cause })
    this.trouble = trouble
  }
}

/** For `.catch(…)` where one part may fail: the failure as a value, and every other error as it was. */
export function keepSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  throw error
}
