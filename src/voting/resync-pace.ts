import { setTimeout as sleep } from 'node:timers/promises'
import { nextSlot, type Rate } from '../outbox/pace.ts'

/** What asking who reacted to a post may take, short of what is punished; the first ones at once. */
const RATES: Record<string, Rate> = {
  // Slack: reactions.get is a method of tier 3, fifty times a minute; this leaves room.
  slack: { perSecond: 40 / 60, burst: 20 },
  // Discord: a request for the message and one for each emoji on it; its own limit is a second or less for a few of them.
  discord: { perSecond: 2, burst: 20 },
}
const UNKNOWN: Rate = { perSecond: 2, burst: 20 }

/** Turns at the pace of the slowest of these platforms. */
export function createResyncPace(platforms: string[], signal: AbortSignal) {
  const rates = platforms.map((platform) => RATES[platform] ?? UNKNOWN)
  const rate = rates.toSorted((a, b) => a.perSecond - b.perSecond)[0] ?? UNKNOWN
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
