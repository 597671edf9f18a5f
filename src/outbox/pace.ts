import type { Rate } from '../core/network/allowance.ts'

/**
 * The next moment a token bucket lets a message pass, and the bucket after it: the moment it is full again (“generic
 * cell rate algorithm”), one number that several processes share as a row. Milliseconds throughout.
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
