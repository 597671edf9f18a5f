import { createRecent } from '../../core/recent.ts'

const MOST_ATTEMPTS = 3
const PAUSE_MS = 30 * 60_000
const KEPT = 1_000

/** Papers whose answers could not be read are asked for again later, a few times, in this process. */
export function createAttempts(now: () => number) {
  const failed = createRecent<{ times: number; at: number }>(KEPT)
  return {
    mayAsk(paper: string): boolean {
      const { times, at } = failed.get(paper) ?? { times: 0, at: -Infinity }
      return times < MOST_ATTEMPTS && now() >= at + PAUSE_MS
    },
    fail(paper: string): void {
      failed.set(paper, { times: (failed.get(paper)?.times ?? 0) + 1, at: now() })
    },
  }
}
