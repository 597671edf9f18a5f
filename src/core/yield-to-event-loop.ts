import { setImmediate as nextTurn } from 'node:timers/promises'

/** So long work that never waits may keep timers and sockets waiting. */
const STRETCH_MS = 4

/**
 * Awaited before each step of long work, it lets the event loop run. A promise that is resolved already does not: a
 * hundred queries of SQLite would block as one.
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

export const chunksOf = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
