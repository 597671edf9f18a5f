import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSendSlots } from '../../src/outbox/sending/send-slots.ts'

const MISSED_MS = 500
const SPACING_MS = 2

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

/** When and how each of the slots, which `processes` share in turn, is left; the pauses stop every process. */
async function leave(slots: number, processes: number, pauses: { after: number; lasts: number }[]) {
  const departures = Array.from({ length: processes }, () => createSendSlots(() => clock, MISSED_MS))
  const left: { slot: number; at: number; as: 'due' | 'missed' }[] = []
  for (let index = 0; index < slots; index += 1) {
    const slot = index * SPACING_MS
    void departures[index % processes]?.(slot).then((as) => left.push({ slot, at: clock, as }))
  }
  for (const { after, lasts } of pauses) {
    await run(after)
    clock += lasts
  }
  await run(slots * SPACING_MS + 2 * MISSED_MS)
  return left
}

describe('what waits for its slot', () => {
  it('leaves in time and in order', async () => {
    const left = await leave(500, 1, [])
    expect(left.map(({ slot }) => slot)).toEqual(Array.from({ length: 500 }, (_, index) => index * SPACING_MS))
    for (const { slot, at, as } of left) expect([as, at - slot < 6]).toEqual(['due', true])
  })

  it('leaves at once when nobody waited before, however long ago that was', async () => {
    const departure = createSendSlots(() => clock, MISSED_MS)
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
        const times = left.flatMap(({ at, as }) => (as === 'due' ? [at] : [])).toSorted((a, b) => a - b)
        // In a second: the slots of 1.022 s, and what timers hold together.
        const most = Math.ceil((1_000 * 1.022 + 5) / SPACING_MS) + processes
        for (const [index, at] of times.entries())
          expect(times[index + most] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at + 1_000)
      }),
      { numRuns: 30 },
    )
  })

  it('gives back a slot that was missed by far, and the others wait for no longer than that', async () => {
    const left = await leave(300, 1, [{ after: 100, lasts: 60_000 }])
    const late = left.filter(({ slot }) => slot > 100)
    expect(late.every(({ as }) => as === 'missed')).toBe(true)
    expect(Math.max(...late.map(({ at }) => at))).toBeLessThan(60_100 + 10)
  })

  it('makes up for a pause', async () => {
    const departure = createSendSlots(() => clock, MISSED_MS)
    const left: number[] = []
    for (let slot = 0; slot < 12_000; slot += 50) void departure(slot).then(() => left.push(clock - slot))
    await run(100)
    clock += 120
    await run(12_000)
    expect(Math.max(...left)).toBeGreaterThanOrEqual(100)
    expect(left.at(-1)).toBeLessThan(10)
  })
})
