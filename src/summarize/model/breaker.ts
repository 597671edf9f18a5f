/** Lets nobody wait for a server that just failed: closed again after a while that doubles with each failure in a row. */
export type Breaker = { isOpen(): boolean; succeed(): void; fail(waitMs: number | null): void }

const first = 60_000
const longest = 15 * 60_000

export function createBreaker(now: () => number): Breaker {
  let failures = 0
  let openUntil = 0
  return {
    isOpen: () => now() < openUntil,
    succeed() {
      failures = 0
      openUntil = 0
    },
    fail(waitMs) {
      openUntil = now() + Math.min(longest, Math.max(waitMs ?? 0, first * 2 ** failures))
      failures++
    },
  }
}
