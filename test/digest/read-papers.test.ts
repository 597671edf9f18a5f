import { expect, it } from 'vitest'
import { createPaperReader } from '../../src/digest/write/read-papers.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aSighting } from '../fixtures/papers.ts'

it('leaves no paper out, though so many are read side by side that room is made', async () => {
  const store = await openScratch()
  const sightings = Array.from({ length: 1_200 }, (_, index) => aSighting(`2603.${10_000 + index}`, '2026-03-31'))
  await recordSightings(store, sightings, 0)
  const ids = sightings.map(({ paper }) => paper.id)
  const read = createPaperReader(store.db)
  await read(ids.slice(0, 1_000))
  // The first one fills the memory, and the next makes room while the other is still being read.
  const full = read(ids.slice(1_000, 1_199)).then(() => read(ids.slice(0, 1)))
  const both = await read([...ids.slice(0, 1), ...ids.slice(1_199)])
  expect(both.map(({ paper }) => paper.id)).toEqual([ids[0], ids[1_199]])
  await full
  await store.close()
})
