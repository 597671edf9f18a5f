import { describe, expect, it } from 'vitest'
import type { PostRef } from '../../../src/core/chat.ts'
import type { Db } from '../../../src/db/db.ts'
import type { Store } from '../../../src/db/open.ts'
import { savedPapers, savePaper, unsavePaper } from '../../../src/library/saved.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { tallyVotes, votersSince, votesFor } from '../../../src/voting/tally.ts'
import { everybodyVoting, saveTeamSettings, voterGroupOf } from '../../../src/voting/voter-groups.ts'
import { isOurPost, recordVote, settleVotes, votesOn } from '../../../src/voting/votes.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const paper = 'arxiv:2603.00001' as const
const post: PostRef = { channel: 'slack:T1/C1', id: '1.1' }
const again: PostRef = { channel: 'slack:T1/C2', id: '2.2' }
const elsewhere: PostRef = { channel: 'slack:T2/C1', id: '3.3' }

/** Three posts of one paper: two in one team, one in another. */
async function posted({ db }: Store): Promise<void> {
  for (const [index, ref] of [post, again, elsewhere].entries())
    await db
      .insertInto('deliveries')
      .values({
        id: `d${index}`,
        key: `k${index}`,
        platform: 'slack',
        team: ref.channel.slice(0, 'slack:T1'.length),
        place: ref.channel,
        place_kind: 'channel' as const,
        seq: index,
        state: 'sent',
        subject: JSON.stringify({ kind: 'paper', date: '2026-03-31', paper, position: 1 }),
        paper_id: paper,
        not_before: 0,
        planned_at: 1_000,
        post: JSON.stringify(ref),
      })
      .execute()
}

const up = (
  db: Db,
  at: number,
  given: { post?: PostRef; person?: `slack:${string}`; emoji?: string; stands?: boolean } = {},
) => recordVote(db, { post, person: 'slack:T1/U1', emoji: '👍', stands: true, at, ...given })
const tally = async (db: Db) => tallyVotes(db, await voterGroupOf(db, 'slack:T1'), 0)

export function votesContract(open: OpenStore): void {
  describe('votes', () => {
    it('count each person once per paper, whatever the posts and the emoji', async () => {
      const store = await open()
      await posted(store)
      await up(store.db, 1)
      await up(store.db, 2, { post: again })
      await up(store.db, 3, { emoji: '🙋' })
      await up(store.db, 4, { person: 'slack:T1/U2' })
      await up(store.db, 5, { post: elsewhere, person: 'slack:T2/U9' })
      const everybody = await everybodyVoting(store.db)
      expect(await tally(store.db)).toEqual([{ paper, votes: 2, postedAt: 1_000 }])
      expect(await votersSince(store.db, everybody, 0)).toEqual(
        ['slack:T1/U1', 'slack:T1/U2', 'slack:T2/U9'].map((person) => ({ paper, person })),
      )
      expect(await tallyVotes(store.db, everybody, 2_000)).toEqual([])
      expect(await votesFor(store.db, everybody, [paper])).toEqual(new Map([[paper, 3]]))
    })

    it('are given with the emoji that a team has chosen, in that team alone', async () => {
      const store = await open()
      await posted(store)
      await saveTeamSettings(store.db, 'slack:T1', { voting: [':fire:', '🙋'] })
      await up(store.db, 1)
      await up(store.db, 2, { emoji: ':fire:', person: 'slack:T1/U2' })
      await up(store.db, 3, { post: elsewhere, person: 'slack:T2/U9' })
      await up(store.db, 4, { post: elsewhere, person: 'slack:T2/U8', emoji: ':fire:' })
      expect(await tally(store.db)).toEqual([{ paper, votes: 1, postedAt: 1_000 }])
      expect(await tallyVotes(store.db, await everybodyVoting(store.db), 0)).toEqual([
        { paper, votes: 2, postedAt: 1_000 },
      ])
    })

    it('stand as the newest event says, in whatever order and however often they arrive', async () => {
      const store = await open()
      await posted(store)
      await up(store.db, 30, { stands: false })
      await up(store.db, 10)
      await up(store.db, 30, { stands: false })
      expect(await tally(store.db)).toEqual([])
      await up(store.db, 40)
      await up(store.db, 20, { stands: false })
      expect(await tally(store.db)).toHaveLength(1)
    })

    it('equal what the platform shows once settled; what happened since stays', async () => {
      const store = await open()
      await posted(store)
      await up(store.db, 10)
      await up(store.db, 60, { person: 'slack:T1/U3' })
      await store.write((db) => settleVotes(db, post, [{ person: 'slack:T1/U2', emoji: '👍' }], 50))
      const standing = await votesOn(store.db, post)
      expect(standing.map(({ person }) => person).toSorted()).toEqual(['slack:T1/U2', 'slack:T1/U3'])
      await up(store.db, 20)
      expect(await votesOn(store.db, post)).toHaveLength(2)
    })

    it('concern our own posts alone, and the one that is being sent', async () => {
      const store = await open()
      await posted(store)
      expect(await isOurPost(store.db, post)).toBe(true)
      expect(await isOurPost(store.db, { channel: post.channel, id: '9.9' })).toBe(false)
      await store.db.updateTable('deliveries').set({ state: 'sending', post: null }).where('id', '=', 'd0').execute()
      expect(await isOurPost(store.db, { channel: post.channel, id: '9.9' })).toBe(true)
      expect(await isOurPost(store.db, { channel: 'slack:T9/C9', id: '9.9' })).toBe(false)
    })
  })

  describe('saved papers', () => {
    it('are one’s own, newest first, each once', async () => {
      const store = await open()
      await recordSightings(
        store,
        ['2603.00001', '2603.00002'].map((id) => aSighting(id, '2026-03-31')),
        1,
      )
      expect(await savePaper(store.db, 'slack:T1/U1', 'arxiv:2603.00001', 1)).toBe(true)
      expect(await savePaper(store.db, 'slack:T1/U1', 'arxiv:2603.00002', 2)).toBe(true)
      expect(await savePaper(store.db, 'slack:T1/U1', 'arxiv:2603.00001', 3)).toBe(false)
      expect(await savedPapers(store.db, 'slack:T1/U1', 0, 10)).toEqual({
        papers: ['arxiv:2603.00002', 'arxiv:2603.00001'],
        total: 2,
      })
      expect((await savedPapers(store.db, 'slack:T1/U2', 0, 10)).total).toBe(0)
      await unsavePaper(store.db, 'slack:T1/U1', 'arxiv:2603.00002', 4)
      expect((await savedPapers(store.db, 'slack:T1/U1', 0, 10)).total).toBe(1)
    })
  })
}
