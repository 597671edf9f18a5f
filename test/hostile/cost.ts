import { expect, it } from 'vitest'
import { longestStretch } from '../fakes/stretch.ts'
import { deadline } from '../wait.ts'
import type { Reader } from './readers.ts'
import { shapes } from './shapes.ts'

/** Milliseconds that nobody notices; what takes less is mostly noise. */
const UNNOTICED = 20
/** A busy machine takes ten times as long, and more where it is slow besides. */
const NOTICED = deadline(10 * UNNOTICED)
/** Milliseconds below which a ratio says more about the machine than about the reader. */
const MEASURABLE = UNNOTICED / 2
const [SMALL, LARGE] = [50_000, 200_000]
const texts = shapes.map(({ name, make }) => ({ name, small: make(SMALL), large: make(LARGE) }))

async function best(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3 && least > UNNOTICED; round += 1)
    least = Math.min(least, (await longestStretch(work)).longest)
  return least
}

/** Each reads every shape, from 50 kB on, and never holds up the event loop for longer than somebody would notice. */
export function readInTime(readers: Reader[]): void {
  for (const [name, read] of readers)
    it(`reads ${name} without a stop that grows faster than the text`, async () => {
      await read('A word to warm up. '.repeat(200))
      for (const { name: shape, small, large } of texts) {
        const own = await best(() => read(large))
        if (own <= UNNOTICED) continue
        const before = Math.max(await best(() => read(small)), MEASURABLE)
        expect(own, `${shape}: ${before.toFixed()} ms for 50 kB`).toBeLessThanOrEqual(Math.min(8 * before, NOTICED))
      }
    })
}
