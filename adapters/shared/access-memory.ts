import { createRecent } from '../../src/core/recent.ts'

/** Another process may have heard the event that ends it. */
const REMEMBERED_MS = 60_000
const MOST = 5_000

/** What a platform said of people, by `<channel> <person>`, for a minute, or until it tells of a change. */
export function createAccessMemory<T>() {
  const kept = createRecent<T>(MOST, REMEMBERED_MS)
  let changes = 0
  return {
    async ask(key: string, fetchAccess: () => Promise<T | null>): Promise<T | null> {
      const known = kept.get(key)
      if (known !== undefined) return known
      const before = changes
      const value = await fetchAccess()
      // What was told of meanwhile may be missing in this answer.
      if (value !== null && changes === before) kept.set(key, value)
      return value
    },
    forget(prefix: string): void {
      changes += 1
      kept.forget(prefix)
    },
  }
}
