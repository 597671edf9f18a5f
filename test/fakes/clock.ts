import { afterAll, beforeAll, vi } from 'vitest'

/** The tests of this file begin at this moment, and their clock runs on; timers stay real. */
export function startsAt(moment: string): void {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(moment), shouldAdvanceTime: true })
  })
  afterAll(() => {
    vi.useRealTimers()
  })
}
