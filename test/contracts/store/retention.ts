import { expect, it } from 'vitest'
import { mayReplyToLink } from '../../../src/commands/reading/look-up.ts'
import type { ChannelId } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import type { Db } from '../../../src/db/db.ts'
import { reviveDeliveries, stuckDeliveries } from '../../../src/outbox/backlog.ts'
import { deliveryId } from '../../../src/outbox/delivery.ts'
import { createKeptTexts, KEPT_MS } from '../../../src/outbox/kept-texts.ts'
import { holdDelivery, messagesOfDigest, storeMessages } from '../../../src/outbox/messages.ts'
import { insertDeliveries } from '../../../src/outbox/plan-deliveries.ts'
import { findSubjectOf, postOf } from '../../../src/outbox/posts.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { deleteExpired, deleteMessageTexts, deleteStuckDeliveries } from '../../../src/privacy/retention.ts'
import { talliedPosts } from '../../../src/voting/update-tallies.ts'
import { aDelivery, day, heading, paper, place } from '../../fixtures/deliveries.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const channel: ChannelId = place
const post = { channel, id: '1.1' }

export function retentionContract(open: OpenStore): void {
  it('takes the words out of what was sent long ago, and keeps that it was', async () => {
    const store = await open()
    const { db } = store
    await insertDeliveries(db, [aDelivery(heading, 1), aDelivery(paper, 2)])
    await sent(db, heading, 1_000)
    await sent(db, paper, 2_000)
    expect(await deleteMessageTexts(store, 1_000)).toBe(0)
    expect(await deleteMessageTexts(store, 2_000)).toBe(1)
    expect(await deleteMessageTexts(store, 2_000)).toBe(0)
    expect((await messagesOfDigest(db, place, day)).map(({ message }) => message)).toEqual([notice(paper)])
    expect(await postOf(db, heading)).toEqual(post)
    await expect(insertDeliveries(db, [aDelivery(heading, 3)])).rejects.toThrow()
  })

  it('takes them also out of what was worded before it was planned, with its files, and knows what it was about', async () => {
    const store = await open()
    const { db } = store
    const files = [{ name: 'papers.bib', type: 'application/x-bibtex', text: 'secret' }]
    const subject = { kind: 'said' as const, message: notice('secret'), files, paper: 'arxiv:2603.00001' as const }
    await insertDeliveries(db, [{ ...aDelivery('note', 1), subject }])
    await sent(db, 'note', 1_000)
    expect(await deleteMessageTexts(store, 2_000)).toBe(1)
    expect(JSON.stringify(await db.selectFrom('deliveries').selectAll().execute())).not.toContain('secret')
    expect(await findSubjectOf(db, post)).toEqual({ kind: 'said', message: notice(''), paper: 'arxiv:2603.00001' })
    const [team = ''] = place.split('/')
    expect(await talliedPosts(db, [team], 'arxiv:2603.00001')).toMatchObject([{ post, message: null }])
  })

  it('leaves what still waits, and deletes what nobody revived', async () => {
    const store = await open()
    const { db } = store
    await insertDeliveries(db, [aDelivery(heading, 1), aDelivery(paper, 2)])
    await holdDelivery(db, deliveryId(heading), 'no words', 1_000)
    await storeMessages(db, [{ id: deliveryId(paper), message: notice(paper) }])
    expect(await deleteStuckDeliveries(store, 1_000)).toBe(0)
    expect(await deleteStuckDeliveries(store, 2_000)).toBe(1)
    expect(await stuckDeliveries(db)).toEqual([])
    expect(await reviveDeliveries(db, [])).toBe(0)
    expect(await deleteMessageTexts(store, 9_000)).toBe(0)
    expect((await messagesOfDigest(db, place, day)).map(({ message }) => message)).toEqual([notice(paper)])
  })

  it('goes in small steps', async () => {
    const store = await open()
    await insertDeliveries(
      store.db,
      Array.from({ length: 5 }, (_, index) => aDelivery(`${heading} ${index}`, index)),
    )
    for (let index = 0; index < 5; index += 1) await sent(store.db, `${heading} ${index}`, index)
    expect(await deleteMessageTexts(store, 10, 2)).toBe(2)
    expect(await deleteMessageTexts(store, 10, 9)).toBe(3)
  })

  it('forgets which links were answered, but not those of the last seven days', async () => {
    const store = await open()
    const { db } = store
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30')], 0)
    const link = { channel, paper: 'arxiv:2603.00001' as const }
    for (const date of ['2026-03-30', '2026-03-31']) await mayReplyToLink(db, { ...link, date })
    await deleteExpired(db, Date.parse('2026-04-07'))
    expect(await mayReplyToLink(db, { ...link, date: '2026-03-31' })).toBe(false)
    expect(await db.selectFrom('link_replies').selectAll().execute()).toHaveLength(1)
  })

  it('keeps what buttons stand for a week, and no longer', async () => {
    const store = await open()
    let now = Date.parse('2026-03-31')
    const kept = createKeptTexts({ db: store.db, now: () => now })
    await kept.keep('#1', 'a long search')
    await kept.keep('#1', 'a longer search')
    now += KEPT_MS
    expect(await kept.find('#1')).toBe('a longer search')
    expect(await kept.find('#2')).toBeNull()
    now += 1
    expect(await kept.find('#1')).toBeNull()
    await deleteExpired(store.db, now)
    expect(await store.db.selectFrom('kept_texts').selectAll().execute()).toEqual([])
  })
}

async function sent(db: Db, key: string, at: number): Promise<void> {
  await storeMessages(db, [{ id: deliveryId(key), message: notice(key) }])
  await db
    .updateTable('deliveries')
    .set({ state: 'sent', settled_at: at, post: JSON.stringify(post) })
    .where('key', '=', key)
    .execute()
}
