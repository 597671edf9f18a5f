import { setImmediate as nextTurn } from 'node:timers/promises'

/** So long work that never waits may keep timers and sockets waiting. */
const STRETCH_MS = 4

/**
 * Awaited before each step of long work, makes room for everything else whenever a stretch of it has lasted long enough. An awaited step
 * that is done at once lets nobody else have a turn: a hundred queries of SQLite, which answers in this thread, would be one long stop.
 */
export function createYielder(): () => Promise<void> {
  let since: number | null = null
  return async () => {
    if (since !== null && performance.now() - since > STRETCH_MS) await nextTurn()
    if (since !== null) return
    since = performance.now()
    setImmediate(() => {
      since = null
    })
  }
}
