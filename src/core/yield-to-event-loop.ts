import { setImmediate as nextTurn } from 'node:timers/promises'

/** So long work that never waits may keep timers and sockets waiting. */
const STRETCH_MS = 4

/**
 * To be awaited before each step of long work: lets the event loop run when the work has lasted long enough. A promise
 * that is resolved already does not: a hundred queries of SQLite, which answers in this thread, would block as one.
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

/** A list in pieces of at most `size`. */
export const chunksOf = <Item>(items: Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
