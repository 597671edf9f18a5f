import { expect, it } from 'vitest'
import type { ChannelId, PersonId } from '../../../src/chat.ts'
import { insertChange } from '../../../src/store/changes.ts'
import { subscribeChannel } from '../../../src/store/channels.ts'
import type { Db } from '../../../src/store/db.ts'
import { insertDeliveries, postKey } from '../../../src/store/deliveries.ts'
import { ownFeedKey } from '../../../src/store/feed-keys.ts'
import { forgetTeam, noteRemoval, removedBefore } from '../../../src/store/forget.ts'
import { insertLinkCode } from '../../../src/store/links.ts'
import type { Store } from '../../../src/store/open.ts'
import { recordSightings } from '../../../src/store/papers.ts'
import { savePaper } from '../../../src/store/saved.ts'
import { recordVote } from '../../../src/store/votes.ts'
import { aDelivery } from '../../fixtures/deliveries.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const paper = 'arxiv:2603.00001'

export function forgetContract(open: OpenStore): void {
  it('leaves nothing of a team, and everything of the others', async () => {
    const store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-31')], 0)
    // One whose name begins alike.
    for (const team of ['slack:T1', 'slack:T10']) await live(store.db, team)
    const before = await mentions(store, 'slack:T10')
    expect(before.length).toBeGreaterThan(10)
    expect((await mentions(store, 'slack:T1')).length).toBe(before.length)
    await forgetTeam(store, 'slack:T1')
    expect(await mentions(store, 'slack:T1')).toEqual([])
    expect(await mentions(store, 'slack:T10')).toEqual(before)
  })

  it('waits for a team to come back', async () => {
    const { db } = await open()
    await noteRemoval(db, 'slack:T1', 1_000)
    await noteRemoval(db, 'slack:T2', 3_000)
    await noteRemoval(db, 'slack:T1', 9_000)
    expect(await removedBefore(db, 2_000)).toEqual(['slack:T1'])
    await subscribeChannel(db, 'slack:T1/C1', 'papers', 4_000)
    expect(await removedBefore(db, 10_000)).toEqual(['slack:T2'])
  })
}

/** Some days in the life of a team. */
async function live(db: Db, team: string): Promise<void> {
  const [channel, person] = [`${team}/C1` as ChannelId, `${team}/U1` as PersonId]
  await subscribeChannel(db, channel, 'papers', 1)
  await insertDeliveries(db, [
    aDelivery(`${channel} heading`, 1, null, channel),
    aDelivery(`${person} dm`, 1, null, person),
  ])
  await recordVote(db, { post: { channel, id: '1.1' }, person, emoji: '👍', stands: true, at: 1 })
  await savePaper(db, person, paper, 1)
  await ownFeedKey(db, channel, person, 1)
  await insertChange(db, { id: team, channel, person, before: {}, after: {}, at: 1 })
  await noteRemoval(db, team, 1)
  const counts = { counts: '{}', notes: '[]', covers_since: null }
  await db
    .insertInto('channel_sources')
    .values({ channel_id: channel, source: 'feed', from_day: '2026-03-31' })
    .execute()
  await db
    .insertInto('digests')
    .values({ channel_id: channel, date: '2026-03-31', planned_at: 1, ...counts })
    .execute()
  const outcome = { outcome: 'posted', reason: 'best', rank: 1, upvotes: 3 }
  await db
    .insertInto('outcomes')
    .values({ channel_id: channel, date: '2026-03-31', paper_id: paper, ...outcome })
    .execute()
  const posting = { date: '2026-03-31', position: 1, delivery_id: channel, planned_at: 1 }
  await db
    .insertInto('postings')
    .values({ channel_id: channel, paper_id: paper, ...posting })
    .execute()
  await db.insertInto('buckets').values({ scope: team, full_at: 1 }).execute()
  await db.insertInto('lanes').values({ place: channel, platform: 'slack', team, ready_at: 1, full_at: 1 }).execute()
  const named = { team, paper_id: paper }
  const report = {
    writer: 'extract',
    state: 'hidden' as const,
    reason: 'wrong',
    person,
    channel_id: channel,
    reported_at: 1,
  }
  await db
    .insertInto('summary_reports')
    .values({ id: team, paper_id: paper, ...report })
    .execute()
  await db.insertInto('teams').values({ team, link: null, settings: '{}' }).execute()
  await db.insertInto('departed').values({ team, person, seen_at: 1 }).execute()
  await db
    .insertInto('tallies_due')
    .values({ ...named, marked_at: 1 })
    .execute()
  await insertLinkCode(db, { codeHash: team, channel, expiresAt: 1 })
  await db
    .insertInto('offers')
    .values({ ...named, person, stands: 1, at: 1 })
    .execute()
  await db
    .insertInto('discussions')
    .values({ ...named, date: '2026-04-02' })
    .execute()
  await db
    .insertInto('alerts')
    .values({ delivery_id: team, cause: `digest:${channel}` })
    .execute()
  const query = { place: person, query: 'agents' }
  await db
    .insertInto('follows')
    .values({ id: team, ...query, channel_id: channel, created_at: 1 })
    .execute()
  await db
    .insertInto('followed_papers')
    .values({ ...query, paper_id: paper, found_at: 1 })
    .execute()
  const note = { id: team, text: 'Read it.', post: postKey({ channel, id: '1.1' }), kept_at: 1 }
  await db
    .insertInto('notes')
    .values({ ...named, ...note, channel_id: channel })
    .execute()
  await db.insertInto('installations').values({ team, sealed: '…', granted_at: 1 }).execute()
}

/** Tables with a row that names the team, or something of it, once for each such row. */
async function mentions(store: Store, team: string): Promise<string[]> {
  const tables = await store.db.introspection.getTables()
  const named = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await store.db
        .selectFrom(name as 'meta')
        .selectAll()
        .execute()
      return rows.filter((row) => new RegExp(`${team}\\b`).test(JSON.stringify(row))).map(() => name)
    }),
  )
  return named.flat().toSorted()
}
