import type { Platform } from '../core/chat.ts'

/** Messages a second on the long run, and how many of them may come at once. */
export type Rate = { perSecond: number; burst: number }

/**
 * What a platform allows, per whole platform, per team (workspace, guild) and per place; `seed`: of reactions of the
 * bot’s
 * own, per team. Null: no limit of that kind.
 */
export type Allowance = Record<'platform' | 'team' | 'place' | 'seed', Rate | null>

export const UNLIMITED: Allowance = { platform: null, team: null, place: null, seed: null }

/** All that is allowed, short of what is punished. */
export const ALLOWANCES: Record<Platform, Allowance> = {
  // Slack, "Rate limits": about one message a second and channel, several hundred a minute and workspace.
  slack: {
    platform: null,
    team: { perSecond: 4, burst: 4 },
    place: { perSecond: 1, burst: 3 },
    // reactions.add is a method of tier 3, fifty times a minute; this leaves room.
    seed: { perSecond: 40 / 60, burst: 20 },
  },
  // Discord, "Rate Limits": 50 requests a second and bot, of which answers to people need some; 5 messages in 5 s and
  // channel.
  discord: { platform: { perSecond: 45, burst: 5 }, team: null, place: { perSecond: 1, burst: 5 }, seed: null },
  email: UNLIMITED,
  terminal: UNLIMITED,
}

/**
 * The next moment a token bucket lets a message pass, and the bucket after it. The bucket is one number, the moment
 * it is full again
 * (“generic cell rate algorithm”), so that several processes can share it as one row. Milliseconds throughout.
 */
export function nextSlot(bucketFullAt: number, rate: Rate | null, now: number): { at: number; bucketFullAt: number } {
  if (!rate) return { at: Math.max(bucketFullAt, now), bucketFullAt }
  const interval = 1000 / rate.perSecond
  return {
    at: Math.max(bucketFullAt - (rate.burst - 1) * interval, now),
    bucketFullAt: Math.max(bucketFullAt, now) + interval,
  }
}

/** A bucket that lets nothing pass before `until`: the platform said so. */
export function closedUntil(until: number, rate: Rate | null): number {
  return rate ? until + ((rate.burst - 1) * 1000) / rate.perSecond : until
}
