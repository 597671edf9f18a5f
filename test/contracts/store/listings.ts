import { describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import type { ChannelId } from '../../../src/core/chat.ts'
import type { PaperId } from '../../../src/core/paper.ts'
import type { Db } from '../../../src/db/db.ts'
import { countListed, dayBeside, listedDays, listedPapers, WHOLE } from '../../../src/library/listings.ts'
import { newestPosts, postingsSince, postPaper } from '../../../src/outbox/postings.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { votesGivenSince } from '../../../src/voting/tally.ts'
import { voterGroupOf } from '../../../src/voting/voter-groups.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const channel: ChannelId = 'slack:T1/C1'
const shelf = { sources: ['huggingface', 'import'], channel }
const all = { offset: 0, limit: 10 }
const march = { since: '2026-03-01', until: '2026-03-31' }

const post = (db: Db, paper: `arxiv:${string}`, date: string, now: number): Promise<boolean> =>
  postPaper(db, { key: `k:${paper}`, place: channel, paper, date, now })

export function listingsContract(open: OpenStore): void {
  describe('the shelf of a channel', () => {
    it('lists what its sources list and what was posted there, most upvotes first, and nothing else', async () => {
      const store = await open()
      await subscribeChannel(store.db, channel, 'papers', 0)
      await recordSightings(
        store,
        [
          aSighting('2603.00001', '2026-03-30', { upvotes: 3 }),
          aSighting('2603.00001', '2026-03-31', { upvotes: 8 }),
          aSighting('2603.00002', '2026-03-31', { upvotes: 9 }),
          aSighting('2603.00003', '2026-03-31', { upvotes: 99, source: 'feed:https://secret.example' }),
          aSighting('2603.00004', '2026-03-29', { upvotes: null, source: 'submission' }),
          aSighting('2602.00005', '2026-02-27'),
        ],
        1_000,
      )
      await post(store.db, 'arxiv:2603.00004', '2026-03-29', 5_000)
      await post(store.db, 'arxiv:2603.00002', '2026-03-31', 9_000)
      expect(await listedDays(store.db, shelf.sources, 2)).toEqual(['2026-03-31', '2026-03-30'])
      expect(await listedPapers(store.db, shelf, march, WHOLE, all)).toEqual({
        papers: ['arxiv:2603.00002', 'arxiv:2603.00001', 'arxiv:2603.00004'],
        total: 3,
      })
      expect(await listedPapers(store.db, shelf, march, WHOLE, { offset: 1, limit: 1 })).toEqual({
        papers: ['arxiv:2603.00001'],
        total: 3,
      })
      const newest = { ...WHOLE, order: 'new' as const }
      expect((await listedPapers(store.db, shelf, march, newest, all)).papers).toEqual([
        'arxiv:2603.00002',
        'arxiv:2603.00001',
        'arxiv:2603.00004',
      ])
      expect(await listedPapers(store.db, shelf, march, { ...WHOLE, isPostedOnly: true }, all)).toEqual({
        papers: ['arxiv:2603.00002', 'arxiv:2603.00004'],
        total: 2,
      })
      const among: PaperId[] = ['arxiv:2603.00001', 'arxiv:2603.00003']
      expect(await listedPapers(store.db, shelf, march, { ...WHOLE, among }, all)).toEqual({
        papers: ['arxiv:2603.00001'],
        total: 1,
      })
      const beside = (day: string, side: 'before' | 'after') => dayBeside(store.db, shelf, day, side)
      expect([await beside('2026-03-30', 'before'), await beside('2026-03-30', 'after')]).toEqual([
        '2026-03-29',
        '2026-03-31',
      ])
      expect([await beside('2026-02-27', 'before'), await beside('2026-03-31', 'after')]).toEqual([null, null])
      expect(await countListed(store.db, shelf.sources, '2026-03-30')).toEqual(
        new Map([
          ['2026-03-30', 1],
          ['2026-03-31', 2],
        ]),
      )
      expect(await newestPosts(store.db, channel, 10)).toMatchObject([
        { paper: 'arxiv:2603.00002', message: null, plannedAt: 9_000 },
        { paper: 'arxiv:2603.00004', plannedAt: 5_000 },
      ])
      expect(await postingsSince(store.db, channel, '2026-03-30')).toEqual([{ date: '2026-03-31' }])
    })

    it('counts a person once per paper among the votes of a time', async () => {
      const store = await open()
      await subscribeChannel(store.db, channel, 'papers', 0)
      await recordSightings(store, [aSighting('2603.00001', '2026-03-31')], 1_000)
      await post(store.db, 'arxiv:2603.00001', '2026-03-31', 5_000)
      const ref = { channel, id: '1.1' }
      await store.db
        .updateTable('deliveries')
        .set({ state: 'sent', post: JSON.stringify(ref) })
        .execute()
      const vote = (person: `slack:${string}`, at: number) =>
        recordVote(store.db, { post: ref, person, emoji: '👍', stands: true, at })
      await vote('slack:T1/U1', 6_000)
      await vote('slack:T1/U2', 7_000)
      const given = async (since: number) => votesGivenSince(store.db, await voterGroupOf(store.db, 'slack:T1'), since)
      expect((await given(0)).toSorted()).toEqual([6_000, 7_000])
      expect(await given(6_500)).toEqual([7_000])
    })
  })
}
