import type { Store } from '../../src/db/open.ts'
import { draftItems } from '../../src/meetings/agenda/view.ts'
import { createDiscussedMarkHandler } from '../../src/meetings/discussions.ts'
import { countVotes } from '../../src/voting/tally.ts'
import { createReactionWriter } from '../../src/voting/votes.ts'
import { fakeChat } from '../fakes/chat.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'
import { traitsOf } from '../fakes/traits.ts'
import { type Bench, beside, timed } from './bench.ts'

const PAPERS = 10_000
const VOTES = 100_000
const ROWS = 500
const TEAM = 'slack:T1'

const paperAt = (index: number) => `arxiv:2603.${String(index).padStart(5, '0')}` as const
const postAt = (index: number) => ({
  channel: `${TEAM}/C1` as const,
  id: `1700000000.${String(index).padStart(6, '0')}`,
})

/** A team that has voted a lot: every paper is still on the ballot. */
export const agendas: Bench[] = [
  {
    what: 'an agenda from 10,000 papers and 100,000 votes',
    bar: '≤ 200 ms',
    async run() {
      const store = await openVotes()
      const took = await timed(5, () => draftItems({ store, adapters: new Map() }, TEAM, 3, Date.now()))
      const plain = await timed(5, () => countPlainly(store))
      await store.close()
      return { measured: beside(took, 'votes grouped by post', plain), met: took <= 200 }
    },
  },
  {
    what: 'from a reaction to the tally of /papers top, with 100,000 votes',
    bar: '≤ 1 s',
    async run() {
      const store = await openVotes()
      const context = {
        store,
        traitsOf,
        adapters: new Map([['slack', fakeChat('slack')]]),
        log,
        defaults: { timezone: 'UTC' },
        signal: AbortSignal.timeout(60_000),
      }
      const started = performance.now()
      const reaction = { post: postAt(1), person: `${TEAM}/UNEW` as const, emoji: '👍' }
      await createReactionWriter({ ...context, onMarksChanged: createDiscussedMarkHandler(context) })({
        ...reaction,
        change: 'added',
        at: null,
      })
      const [best] = await countVotes(store, TEAM, 0)
      const took = performance.now() - started
      const plain = await timed(5, () => countPlainly(store))
      await store.close()
      return {
        measured: `${beside(took, 'votes grouped by post', plain)}, ${best?.votes} votes`,
        met: took <= 1_000 && best?.votes === 11,
      }
    },
  },
]

const countPlainly = (store: Store) =>
  store.db
    .selectFrom('votes')
    .select(({ fn }) => ['post', fn.countAll().as('votes')])
    .groupBy('post')
    .execute()

async function openVotes(): Promise<Store> {
  const store = await openScratch()
  const now = Date.now()
  const some = (start: number) => Array.from({ length: ROWS }, (_, index) => start + index)
  await store.write(async (db) => {
    for (let start = 0; start < PAPERS; start += ROWS)
      await db
        .insertInto('deliveries')
        .values(
          some(start).map((index) => ({
            id: `d${index}`,
            key: `k${index}`,
            platform: 'slack',
            team: TEAM,
            place: `${TEAM}/C1`,
            place_kind: 'channel' as const,
            seq: index,
            state: 'sent' as const,
            subject: '{}',
            paper_id: paperAt(index),
            not_before: 0,
            planned_at: now - index,
            post: JSON.stringify(postAt(index)),
          })),
        )
        .execute()
    for (let start = 0; start < VOTES; start += ROWS)
      await db
        .insertInto('votes')
        .values(
          some(start).map((index) => ({
            post: JSON.stringify(postAt(index % PAPERS)),
            person: `${TEAM}/U${Math.floor(index / PAPERS)}` as const,
            emoji: '👍',
            stands: 1,
            at: now,
            since: now,
          })),
        )
        .execute()
  })
  return store
}
