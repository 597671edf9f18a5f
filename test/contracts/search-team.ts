import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import type { ChannelId, PersonId } from '../../src/core/chat.ts'
import type { PaperId } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { closeDiscussion } from '../../src/meetings/discussions.ts'
import { postPaper } from '../../src/outbox/postings.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import type { Asker, PaperSearch } from '../../src/search/paper-search.ts'
import { openSearch } from '../../src/search/search.ts'
import { recordVote } from '../../src/voting/votes.ts'
import { aSighting } from '../fixtures/papers.ts'

const paper = (number: number): PaperId => `arxiv:2603.0000${number}`

/** What a team made of papers can be asked for, in that team alone. `createDatabase` returns the address of a new, empty one. */
export function searchTeamContract(createDatabase: () => Promise<string>): void {
  describe('what a team made of papers', () => {
    let store: Store
    let search: PaperSearch

    beforeEach(async () => {
      store = await openStore(await createDatabase())
      const papers = [1, 2, 3, 4].map((number) => aSighting(`2603.0000${number}`, `2026-03-0${number}`, { upvotes: 5 }))
      await recordSightings(store, papers, 1)
      await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
      await subscribeChannel(store.db, 'slack:T1/C2', 'secret', 0)
      await subscribeChannel(store.db, 'slack:T2/C1', 'papers', 0)
      await post('slack:T1/C1', 1, 'U1', 'U2')
      await post('slack:T1/C2', 2, 'U2')
      await post('slack:T2/C1', 3, 'U9', 'U8', 'U7')
      search = await openSearch(store)
    })

    afterEach(async () => {
      await search.close()
      await store.close()
    })

    /** Brings a paper to a channel, where these people vote for it. */
    async function post(place: ChannelId, number: number, ...voters: string[]): Promise<void> {
      const [team = ''] = place.split('/')
      const key = `digest:${place}:2026-03-05:paper:${number}`
      await postPaper(store.db, { key, place, paper: paper(number), date: '2026-03-05', now: number })
      const ref = { channel: place, id: String(number) }
      await store.db
        .updateTable('deliveries')
        .set({ state: 'sent', post: JSON.stringify(ref) })
        .where('key', '=', key)
        .execute()
      for (const voter of voters)
        await recordVote(store.db, {
          post: ref,
          person: `${team}/${voter}` as PersonId,
          emoji: '👍',
          stands: true,
          at: 1,
        })
    }

    const ada: Asker = { team: 'slack:T1', person: 'slack:T1/U1', channels: ['slack:T1/C1'] }
    const ask = (query: string, asker: Asker | null = ada) => search.search(query, { asker, limit: 10, offset: 0 })
    const found = async (query: string, asker: Asker | null = ada) =>
      (await ask(query, asker)).hits.map(({ paper }) => paper.id.slice(-1)).join('')

    it('is found by the number of its votes', async () => {
      expect(await found('votes:>1')).toBe('1')
      expect(await found('agents votes:=1')).toBe('2')
      expect(await found('votes:<2')).toBe('432')
      expect(await found('-votes:>0')).toBe('43')
      expect(await found('votes:3')).toBe('')
      expect(await found('votes:3', null)).toBe('3')
    })

    it('comes first where votes decide, and between equals', async () => {
      expect(await found('sort:votes')).toBe('1243')
      expect(await found('agents')).toBe('1243')
      expect(await found('agents sort:votes since:2026-03-02')).toBe('243')
    })

    it('says how many voted, and never counts another team', async () => {
      expect((await ask('agents sort:new')).hits.map(({ votes }) => votes)).toEqual([0, 0, 1, 2])
      const { similar } = await search.similar(paper(3), ada, 3)
      expect(similar.map(({ votes }) => votes)).toEqual([2, 1, 0])
    })

    it('is found by whoever voted for it', async () => {
      expect(await found('by:me')).toBe('1')
      expect(await found('by:me', { ...ada, person: 'slack:T1/U2' })).toBe('21')
      expect(await found('by:me', { ...ada, person: 'slack:T2/U9' })).toBe('')
      expect(await ask('agents by:me', null)).toMatchObject({
        total: 4,
        problems: ['“by:me” was left out: it needs somebody who asks in a chat.'],
        corrected: 'agents',
      })
    })

    it('is found by the channel it was posted in, when the asker sees that channel', async () => {
      expect(await found('posted:#papers')).toBe('1')
      expect(await ask('agents posted:#secret')).toMatchObject({
        total: 4,
        problems: ['“posted:#secret” was left out: there is no channel of that name here that you see.'],
        corrected: 'agents',
      })
      expect(await found('posted:#SECRET OR posted:#papers', null)).toBe('321')
    })

    it('is found by whether it was discussed', async () => {
      await closeDiscussion(store.db, { team: 'slack:T1', paper: paper(4), date: '2026-03-06', now: 1 })
      await closeDiscussion(store.db, { team: 'slack:T2', paper: paper(1), date: '2026-03-06', now: 1 })
      expect(await found('discussed:yes')).toBe('4')
      expect(await found('discussed:no agents sort:new')).toBe('321')
    })
  })
}
