import { setTimeout as sleep } from 'node:timers/promises'
import type { Rate } from '../core/network/allowance.ts'
import { nextSlot } from '../outbox/pace.ts'

/** Where there is no platform to ask. */
const NONE: Rate = { perSecond: 2, burst: 20 }

/** Turns at the slowest of these rates. */
export function createResyncPace(rates: Rate[], signal: AbortSignal) {
  const rate = rates.toSorted((a, b) => a.perSecond - b.perSecond)[0] ?? NONE
  let bucketFullAt = 0
  return {
    async turn(): Promise<void> {
      const now = Date.now()
      const slot = nextSlot(bucketFullAt, rate, now)
      bucketFullAt = slot.bucketFullAt
      if (slot.at > now) await sleep(slot.at - now, undefined, { signal }).catch(() => {})
    },
    /** How long so many turns take, rounded up. */
    minutesFor: (turns: number): number => Math.ceil(Math.max(0, turns - rate.burst) / rate.perSecond / 60),
  }
}
