import { afterAll, beforeAll, vi } from 'vitest'

/**
 * The tests of this file begin at this moment; timers stay real. Their clock runs on, or stands still: then all that
 * they do happens in one millisecond.
 */
export function startsAt(moment: string, { runs = true } = {}): void {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(moment), shouldAdvanceTime: runs })
  })
  afterAll(() => {
    vi.useRealTimers()
  })
}
