import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextSlot } from '../../src/outbox/pace.ts'
import { createSendSlots } from '../../src/outbox/sending/send-slots.ts'

const RATE = { perSecond: 500, burst: 1 }
const SPACING_MS = 1_000 / RATE.perSecond

let clock = 0
beforeEach(() => {
  vi.useFakeTimers()
  clock = 0
})
afterEach(() => vi.useRealTimers())

async function run(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 5) {
    clock += 5
    await vi.advanceTimersByTimeAsync(5)
  }
}

/** The bucket that processes share. */
function createBucket() {
  let fullAt = 0
  return async (count: number): Promise<number[]> =>
    Array.from({ length: count }, () => {
      const { at, bucketFullAt } = nextSlot(fullAt, RATE, clock)
      fullAt = bucketFullAt
      return at
    })
}

/** When each of the messages leaves that `processes` have in turn; the pauses stop every process. */
async function leave(messages: number, processes: number, pauses: { after: number; lasts: number }[]) {
  const take = createBucket()
  const departures = Array.from({ length: processes }, () => createSendSlots(() => clock, take))
  const left: number[] = []
  for (const [index, slot] of (await take(messages)).entries())
    void departures[index % processes]?.(slot).then(() => left.push(clock))
  for (const { after, lasts } of pauses) {
    await run(after)
    clock += lasts
  }
  await run(3 * messages * SPACING_MS + 1_000)
  return left
}

describe('what waits for its slot', () => {
  it('leaves in time and in order', async () => {
    const departure = createSendSlots(() => clock, createBucket())
    const left: { slot: number; at: number }[] = []
    for (let slot = 0; slot < 1_000; slot += SPACING_MS) void departure(slot).then(() => left.push({ slot, at: clock }))
    await run(1_100)
    expect(left.map(({ slot }) => slot)).toEqual(Array.from({ length: 500 }, (_, index) => index * SPACING_MS))
    for (const { slot, at } of left) expect(at - slot).toBeLessThan(6)
  })

  it('leaves at once when nobody waited before, however long ago that was', async () => {
    const departure = createSendSlots(() => clock, createBucket())
    await departure(0)
    clock = 3_600_000
    expect(await departure(clock)).toBe('due')
    expect(clock).toBe(3_600_000)
  })

  it('leaves in no bursts after pauses, in however many processes', async () => {
    const pause = fc.record({ after: fc.integer({ min: 5, max: 300 }), lasts: fc.integer({ min: 0, max: 200 }) })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(pause, { maxLength: 4 }), async (processes, pauses) => {
        clock = 0
        const left = await leave(1_000, processes, pauses)
        expect(left).toHaveLength(1_000)
        // In a second: the slots of 1.02 s, and what a timer holds together.
        const most = Math.ceil((1_000 * 1.02 + 5) / SPACING_MS)
        for (const [index, at] of left.entries())
          expect(left[index + most] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at + 1_000)
      }),
      { numRuns: 30 },
    )
  })

  it('leaves in no burst after 5 s of standing still, while another process goes on', async () => {
    const take = createBucket()
    const departures = [createSendSlots(() => clock, take), createSendSlots(() => clock, take)]
    const left: number[] = []
    const send = async (count: number, process: number) => {
      for (const slot of await take(count)) void departures[process]?.(slot).then(() => left.push(clock))
    }
    // The first process has 200 in hand when it stops; the other one uses the allowance alone until it is back.
    await send(200, 0)
    clock += 5_000
    await send(1_000, 1)
    await run(6_000)
    expect(left).toHaveLength(1_200)
    const inASecond = left.map((at) => left.filter((other) => other >= at && other < at + 1_000).length)
    expect(Math.max(...inASecond)).toBeLessThanOrEqual(RATE.perSecond * 1.025)
  })

  it('leaves in its order after slots were lost', async () => {
    const take = createBucket()
    const departure = createSendSlots(() => clock, take)
    const left: number[] = []
    for (const [index, slot] of (await take(200)).entries()) void departure(slot).then(() => left.push(index))
    clock += 100
    await run(2_000)
    expect(left).toEqual(Array.from({ length: 200 }, (_, index) => index))
  })

  it('is given back where there is no new slot, or none can be taken', async () => {
    for (const take of [async () => [], () => Promise.reject(new Error('The database is away.'))]) {
      const departure = createSendSlots(() => clock, take)
      const left = departure(clock + 100)
      clock += 5_000
      await run(200)
      expect(await left).toBe('missed')
    }
  })
})
