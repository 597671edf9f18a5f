import { expect, it } from 'vitest'
import { linksOf, type PaperId, type Sighting } from '../../src/core/paper.ts'
import type { Store } from '../../src/db/open.ts'
import { corpusSize, recordSightings } from '../../src/papers/papers.ts'
import { resolvePaperIds } from '../../src/papers/resolve-ids.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aSighting } from '../fixtures/papers.ts'

const PAGE = 'https://www.sciencedirect.example/science/article/pii/S0001?dgcid=rss_sd_all'

const listed = (id: PaperId, day: string): Sighting =>
  aSighting('2603.00001', day, { source: 'feed:x', paper: { id, links: { ...linksOf(id), abstract: PAGE } } })

async function recordBoth(store: Store, first: PaperId, then: PaperId) {
  await recordSightings(store, [listed(first, '2026-03-30')], 1)
  return recordSightings(store, [listed(then, '2026-03-31')], 2)
}

it.each([
  ['the address of its page', 'url:https://www.sciencedirect.example/science/article/pii/S0001'],
  ['that address with what tracks readers', `url:${PAGE}`],
] as const)('knows a paper again that was stored under %s', async (_, id) => {
  const store = await openScratch()
  const recorded = await recordBoth(store, id, 'doi:10.1234/harbour.1')
  expect(recorded).toEqual({ papers: 1, newPapers: 0 })
  expect((await resolvePaperIds(store.db, ['doi:10.1234/harbour.1'])).get('doi:10.1234/harbour.1')).toMatchObject({
    id,
  })
  await store.close()
})

it('takes two papers with identifiers of their own for two, though they share a page', async () => {
  const store = await openScratch()
  await recordBoth(store, 'doi:10.1234/harbour.2', 'doi:10.1234/harbour.1')
  expect(await corpusSize(store.db)).toMatchObject({ papers: 2 })
  await store.close()
})
