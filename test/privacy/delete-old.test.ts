import { afterEach, beforeEach, expect, it } from 'vitest'
import { explain } from '../../src/library/why.ts'
import { newestPosts } from '../../src/outbox/postings.ts'
import { findPaper } from '../../src/papers/papers.ts'
import { CHANNEL, openFakeDay } from '../fakes/day.ts'
import { aSighting } from '../fixtures/papers.ts'

let day: Awaited<ReturnType<typeof openFakeDay>>
beforeEach(async () => {
  day = await openFakeDay()
  day.source.sightings.push(aSighting('2603.00001', '2026-03-31'))
  await day.at('2026-03-31T07:00:00Z')
  day.seen()
})
afterEach(() => day.close())

const words = async () => (await newestPosts(day.store.db, CHANNEL, 10)).map(({ message }) => message !== null)

it('forgets what a post said after ninety days, and knows for good that it was one', async () => {
  // When it was sent; the clock of the store is the machine's.
  await day.store.db
    .updateTable('deliveries')
    .set({ settled_at: Date.parse('2026-03-31T07:00:00Z') })
    .execute()
  await day.at('2026-06-29T06:00:00Z')
  expect(await words()).toEqual([true])
  await day.at('2026-06-29T07:01:00Z')
  expect(await words()).toEqual([false])
  const paper = await findPaper(day.store.db, 'arxiv:2603.00001')
  if (!paper) throw new Error('The paper is gone.')
  expect((await explain(day.store, paper, CHANNEL)).join()).toContain('posted')
  day.seen()
  await day.at('2026-06-30T07:00:00Z')
  expect(day.seen()).not.toContain('Paper 2603.00001')
})
