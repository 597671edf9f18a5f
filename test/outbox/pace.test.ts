import fc from 'fast-check'
import { expect, it } from 'vitest'
import { discord } from '../../adapters/discord/setup.ts'
import { slack } from '../../adapters/slack/setup.ts'
import type { Rate } from '../../src/core/network/allowance.ts'
import { closedUntil, nextSlot } from '../../src/outbox/pace.ts'

const rate = fc.record({ perSecond: fc.integer({ min: 1, max: 500 }), burst: fc.integer({ min: 1, max: 20 }) })

/** When messages pass that are asked for with these pauses between them. */
function slots(pauses: number[], rate: Rate): number[] {
  let now = 1_000
  let bucketFullAt = 0
  return pauses.map((pause) => {
    now += pause
    const slot = nextSlot(bucketFullAt, rate, now)
    bucketFullAt = slot.bucketFullAt
    return slot.at
  })
}

it('never lets more pass in any stretch of time than the rate and one burst', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 60 }), rate, (pauses, rate) => {
      const times = slots(pauses, rate)
      for (const [first, from] of times.entries())
        for (const [last, to] of times.entries())
          if (last >= first)
            expect(last - first + 1).toBeLessThanOrEqual(rate.burst + ((to - from) / 1000) * rate.perSecond + 1e-6)
    }),
    { seed: 1 },
  )
})

it.each([
  ['Slack', slack, 240 / 60],
  ['Discord', discord, 50],
])('passes no more in the first second on %s than it takes, and one message a channel', (_, { allowance }, most) => {
  const inFirstSecond = (rate: Rate) => slots(Array(100).fill(0), rate).filter((at) => at < 2_000).length
  expect(inFirstSecond(allowance.team ?? allowance.platform ?? { perSecond: 100, burst: 1 })).toBeLessThanOrEqual(most)
  expect(allowance.place && inFirstSecond(allowance.place)).toBe(1)
})

it('uses the allowance fully while there is something to send', () => {
  const times = slots(Array(200).fill(0), { perSecond: 50, burst: 5 })
  expect((times.at(-1) ?? 0) - 1_000).toBeCloseTo((195 * 1000) / 50)
})

it('lets one message pass when a closed bucket opens, and keeps to the rate from there', () => {
  const rate = { perSecond: 2, burst: 3 }
  const first = nextSlot(closedUntil(9_000, rate), rate, 1_000)
  expect(first.at).toBe(9_000)
  expect(nextSlot(first.bucketFullAt, rate, 1_000).at).toBe(9_500)
})

it('waits for an unlimited platform only while it asks for that', () => {
  expect(nextSlot(0, null, 1_000)).toEqual({ at: 1_000, bucketFullAt: 0 })
  expect(nextSlot(closedUntil(4_000, null), null, 1_000).at).toBe(4_000)
})
