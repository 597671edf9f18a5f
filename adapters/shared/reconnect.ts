import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/** Milliseconds: none after the first failure, then twice as long each time, with jitter. */
export function pauseAfter(failures: number): number {
  if (failures <= 1) return 0
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 2, 10), LONGEST_PAUSE_MS)
  return longest * (0.5 + Math.random() / 2)
}

/** Returns early once `signal` aborts, and keeps no process alive. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {})

export type Retrying = {
  signal: AbortSignal
  /** Throws to give up. */
  onFailed(error: unknown, failures: number): void
}

/** Tries until it works; null once `signal` aborts. */
export async function retry<T>(attempt: () => Promise<T>, { signal, onFailed }: Retrying): Promise<T | null> {
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted) return null
      onFailed(error, failures)
      await pause(pauseAfter(failures + 1), signal)
    }
  }
  return null
}

/** A connection that hears; `closed` resolves when it ends. */
export type Connection = { closed: Promise<unknown> }

/**
 * Opens a connection again each time it ends, until `signal` aborts. Where the platform does not repeat what happened
 * meanwhile, `open` calls `onMissed`.
 */
export async function keepConnected(
  open: () => Promise<Connection>,
  retrying: Retrying,
  first: Connection | null = null,
): Promise<void> {
  let connection = first ?? (await retry(open, retrying))
  while (connection) {
    await connection.closed
    connection = await retry(open, retrying)
  }
}
