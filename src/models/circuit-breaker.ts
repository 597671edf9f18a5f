import type { ModelServerError } from './server.ts'

/** Hears how a model's server fares: what is wrong, in words, or null. */
export type ReportHealth = (problem: string | null) => void

const first = 60_000
const longest = 15 * 60_000

/** Open after a failure, so that nobody waits for a failing server, for a time that doubles with each one in a row. */
export function createCircuitBreaker(now: () => number, heard: ReportHealth) {
  let failures = 0
  let openUntil = 0
  return {
    isOpen: () => now() < openUntil,
    succeed() {
      failures = 0
      openUntil = 0
      heard(null)
    },
    fail(error: ModelServerError, problem = error.message) {
      openUntil = now() + Math.min(longest, Math.max(error.waitMs ?? 0, first * 2 ** failures))
      heard(problem)
      failures++
    },
  }
}
