import { expect, it } from 'vitest'
import { ownFeedKey } from '../../../src/access/feed-keys.ts'
import { insertChange, recordRemoval, removedBefore, subscribeChannel } from '../../../src/channels/channels.ts'
import type { ChannelId, PersonId } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import type { Db } from '../../../src/db/db.ts'
import { getMeta, setMeta } from '../../../src/db/meta.ts'
import { placeColumns } from '../../../src/db/places.ts'
import { savePaper } from '../../../src/library/saved.ts'
import { insertDeliveries } from '../../../src/outbox/plan-deliveries.ts'
import { postKey } from '../../../src/outbox/posts.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { forgetTeam } from '../../../src/privacy/forget.ts'
import { insertLinkCode } from '../../../src/voting/voter-groups.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import { columnsThatHold } from '../../fakes/scan.ts'
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
    const mentions = (team: string) => columnsThatHold(store, new RegExp(`${team}\\b`))
    const before = await mentions('slack:T10')
    expect(before.length).toBeGreaterThan(10)
    expect((await mentions('slack:T1')).length).toBe(before.length)
    await forgetTeam(store, 'slack:T1')
    expect(await mentions('slack:T1')).toEqual([])
    expect(await mentions('slack:T10')).toEqual(before)
  })

  it('takes a team out of what others were told, and of what its people did elsewhere', async () => {
    const store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-31')], 0)
    const told = {
      ...aDelivery('alert:digest:slack:T1/C1:2026-03-31', 1),
      to: { channel: 'discord:1/2' } as const,
      team: 'discord:1',
    }
    await insertDeliveries(store.db, [
      { ...told, subject: { kind: 'said', message: { ...notice('No digest.'), heading: 'slack:T1/C1' } } },
      { ...told, key: 'alert:revoked:slack:T1', subject: { kind: 'said', message: notice('No posts in slack:T1.') } },
    ])
    for (const cause of ['revoked:slack:T1', 'digest:slack:T1/C1'])
      await store.db.insertInto('alerts').values({ delivery_id: cause, cause }).execute()
    await setMeta(store.db, 'listed:slack', JSON.stringify(['slack:T1/C1', 'slack:T2/C2']))
    const meeting = { team: 'discord:1', date: '2026-04-02', presenter: 'slack:T1/U1' } as const
    await store.db
      .insertInto('discussions')
      .values({ ...meeting, paper_id: paper })
      .execute()
    await forgetTeam(store, 'slack:T1')
    expect(await columnsThatHold(store, /\bT1\b/)).toEqual([])
    const rows = await store.db.selectFrom('deliveries').select('subject').orderBy('seq').execute()
    expect(rows.map(({ subject }) => JSON.parse(subject).message.note).toSorted()).toEqual([
      'No digest.',
      'No posts in a team that left.',
    ])
    expect(await getMeta(store.db, 'listed:slack')).toBe('["slack:T2/C2"]')
    expect(await store.db.selectFrom('discussions').select('presenter').execute()).toEqual([{ presenter: null }])
  })

  it('waits for a team to come back', async () => {
    const { db } = await open()
    await recordRemoval(db, 'slack:T1', 1_000)
    await recordRemoval(db, 'slack:T2', 3_000)
    await recordRemoval(db, 'slack:T1', 9_000)
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
  await recordRemoval(db, team, 1)
  const counts = { counts: '{}', notes: '[]', covers_since: null }
  await db
    .insertInto('channel_sources')
    .values({ channel_id: channel, source: 'feed', from_day: '2026-03-31' })
    .execute()
  await db
    .insertInto('digests')
    .values({ channel_id: channel, date: '2026-03-31', planned_at: 1, ...counts })
    .execute()
  const outcome = { outcome: 'posted' as const, reason: 'best', rank: 1, upvotes: 3 }
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
  await db
    .insertInto('channel_queues')
    .values({ place: channel, platform: 'slack', team, ready_at: 1, full_at: 1 })
    .execute()
  const named = { team, paper_id: paper } as const
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
  await db.insertInto('former_members').values({ team, person, seen_at: 1 }).execute()
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
  const query = { ...placeColumns({ person }), query: 'agents' }
  await db
    .insertInto('follows')
    .values({ id: team, ...query, channel_id: channel, created_at: 1 })
    .execute()
  await db
    .insertInto('followed_papers')
    .values({ ...query, paper_id: paper, channel_id: channel, found_at: 1 })
    .execute()
  const note = { id: team, text: 'Read it.', post: postKey({ channel, id: '1.1' }), kept_at: 1 }
  await db
    .insertInto('notes')
    .values({ ...named, ...note, channel_id: channel })
    .execute()
  await db.insertInto('installations').values({ team, sealed: '…', granted_at: 1 }).execute()
}
