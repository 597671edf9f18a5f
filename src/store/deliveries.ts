import { type Selectable, sql } from 'kysely'
import type { ChannelId, DeliveryId, PersonId, PostRef } from '../chat.ts'
import { platformOf } from '../chat.ts'
import { type Delivery, type DeliveryState, deliveryId, type Subject } from '../delivery/delivery.ts'
import type { Message } from '../message.ts'
import type { IsoDay } from '../paper.ts'
import type { Db, Store } from './open.ts'
import type { Schema } from './schema.ts'

const OPEN: DeliveryState[] = ['planned', 'worded', 'sending', 'uncertain']

export type NewDelivery = {
  /** Says what it is, once in the world: `digest:<channel>:<date>:heading`. */
  key: string
  place: ChannelId | PersonId
  team: string
  /** Order inside the place; smaller goes first. */
  seq: number
  /** The key of the delivery whose thread it belongs in. */
  parent: string | null
  subject: Subject
  plannedAt: number
}

export async function insertDeliveries(db: Db, deliveries: NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await db
    .insertInto('deliveries')
    .values(
      deliveries.map(({ key, place, team, seq, parent, subject, plannedAt }) => ({
        id: deliveryId(key),
        key,
        platform: platformOf(place),
        team,
        place,
        seq,
        parent_id: parent === null ? null : deliveryId(parent),
        state: 'planned' as const,
        subject: JSON.stringify(subject),
        not_before: 0,
        planned_at: plannedAt,
      })),
    )
    .execute()
}

/** Deliveries without words yet, oldest first. */
export async function unwordedDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  const rows = await withThread(db).where('d.state', '=', 'planned').orderBy('d.seq').limit(limit).execute()
  return rows.map(fromRow)
}

/** From here on every attempt renders this record. */
export async function storeMessages(db: Db, messages: { id: DeliveryId; message: Message }[]): Promise<void> {
  for (const { id, message } of messages)
    await db
      .updateTable('deliveries')
      .set({ state: 'worded', message: JSON.stringify(message) })
      .where('id', '=', id)
      .where('state', '=', 'planned')
      .execute()
}

/** A delivery that cannot be worded is reported, and the others go on. */
export async function holdDelivery(db: Db, id: DeliveryId, reason: string, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'held', reason, settled_at: now })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute()
}

export type Lane = { place: ChannelId | PersonId; team: string; readyAt: number }

/** Places that are owed something, after `place`, in pages, so that a day of many deliveries is never in memory at once. */
export async function openLanes(db: Db, platforms: string[], after: string, limit: number): Promise<Lane[]> {
  if (platforms.length === 0) return []
  const rows = await db
    .selectFrom('deliveries')
    .select((row) => ['place', row.fn.min('team').as('team'), row.fn.min('not_before').as('ready_at')])
    .where('state', 'in', OPEN)
    .where('platform', 'in', platforms)
    .where('place', '>', after)
    .groupBy('place')
    .orderBy('place')
    .limit(limit)
    .execute()
  return rows.map(({ place, team, ready_at }) => ({ place: place as ChannelId, team, readyAt: Number(ready_at) }))
}

export type Claim = { delivery: Delivery; step: 'send' | 'settle' }
export type Claimant = { owner: string; leaseMs: number; now: number }

/**
 * Takes the oldest open delivery of a place, if its turn has come: the heading before its papers, a thread after its parent.
 * The claim is committed before anything is sent. A lease that ran out belongs to a dead process: its delivery is uncertain.
 */
export async function claimNext(store: Store, place: string, { owner, leaseMs, now }: Claimant): Promise<Claim | null> {
  return store.write(async (db) => {
    await holdOrphans(db, place, now)
    const head = await headOfLane(db, place)
    if (!head) return null
    const abandoned = head.state === 'sending' && head.lease_until !== null && head.lease_until < now
    const settling = abandoned || head.state === 'uncertain'
    if (head.state === 'planned' || (head.state === 'sending' && !abandoned)) return null
    if (head.not_before > now || (head.lease_until !== null && head.lease_until >= now)) return null
    if (head.parent_id !== null && head.thread === null) return null
    const claimed = await db
      .updateTable('deliveries')
      .set({
        state: settling ? 'uncertain' : 'sending',
        fence: head.fence + 1,
        attempts: settling ? head.attempts : head.attempts + 1,
        lease_until: now + leaseMs,
        lease_owner: owner,
        first_attempt_at: head.first_attempt_at ?? now,
      })
      .where('id', '=', head.id)
      .where('fence', '=', head.fence)
      .returning('fence')
      .executeTakeFirst()
    // Another replica was faster.
    if (!claimed) return null
    const delivery = fromRow({ ...head, fence: claimed.fence, first_attempt_at: head.first_attempt_at ?? now })
    return { delivery, step: settling ? 'settle' : 'send' }
  })
}

export type Settlement = {
  state: DeliveryState
  post?: PostRef
  reason: string | null
  notBefore?: number
  looks?: number
  /** A wait that was the platform's wish is no attempt. */
  attempts?: number
}

/** Records how an attempt ended. False when the lease was lost meanwhile: then the outcome is the new owner's to find. */
export async function settleDelivery(
  db: Db,
  { id, fence }: Pick<Delivery, 'id' | 'fence'>,
  to: Settlement,
  now: number,
): Promise<boolean> {
  const result = await db
    .updateTable('deliveries')
    .set({
      state: to.state,
      reason: to.reason,
      lease_until: null,
      lease_owner: null,
      settled_at: OPEN.includes(to.state) ? null : now,
      ...(to.post && { post: JSON.stringify(to.post) }),
      ...(to.notBefore !== undefined && { not_before: to.notBefore }),
      ...(to.looks !== undefined && { looks: to.looks }),
      ...(to.attempts !== undefined && { attempts: to.attempts }),
    })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Ends the leases of processes that are gone, so that their deliveries are looked for at once. */
export async function endLeases(db: Db, owners: string[], now: number): Promise<void> {
  if (owners.length === 0) return
  await db
    .updateTable('deliveries')
    .set({ lease_until: now - 1 })
    .where('lease_owner', 'in', owners)
    .where('state', 'in', OPEN)
    .execute()
}

export async function leaseOwners(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('lease_owner')
    .distinct()
    .where('state', 'in', OPEN)
    .where('lease_owner', 'is not', null)
    .execute()
  return rows.flatMap(({ lease_owner }) => (lease_owner === null ? [] : [lease_owner]))
}

/** Held and dead deliveries go back in line. Returns how many. */
export async function reviveDeliveries(db: Db, ids: DeliveryId[]): Promise<number> {
  const revived = db
    .updateTable('deliveries')
    .set((row) => ({
      // Held means the platform may have it: it is looked for first, unless it was never worded or never tried.
      state: sql<DeliveryState>`case when ${row.ref('message')} is null then 'planned' when ${row.ref('state')} = 'held' and ${row.ref('first_attempt_at')} is not null then 'uncertain' else 'worded' end`,
      attempts: 0,
      looks: 0,
      not_before: 0,
      settled_at: null,
    }))
    .where('state', 'in', ['held', 'dead'])
  const { numUpdatedRows } = await (ids.length > 0 ? revived.where('id', 'in', ids) : revived).executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** What a digest said, in the order it was sent. */
export async function messagesOfDigest(db: Db, place: string, date: IsoDay): Promise<Message[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('message')
    .where('key', '>=', `digest:${place}:${date}:`)
    .where('key', '<', `digest:${place}:${date};`)
    .where('message', 'is not', null)
    .orderBy('seq')
    .execute()
  return rows.flatMap(({ message }) => (message === null ? [] : [JSON.parse(message) as Message]))
}

export type StuckDelivery = { id: DeliveryId; key: string; place: string; state: DeliveryState; reason: string | null }

export async function stuckDeliveries(db: Db): Promise<StuckDelivery[]> {
  return db
    .selectFrom('deliveries')
    .select(['id', 'key', 'place', 'state', 'reason'])
    .where('state', 'in', ['held', 'dead'])
    .orderBy('planned_at')
    .execute()
}

type DeliveryRow = Selectable<Schema['deliveries']> & { thread: string | null }

const withThread = (db: Db) =>
  db
    .selectFrom('deliveries as d')
    .leftJoin('deliveries as parent', 'parent.id', 'd.parent_id')
    .selectAll('d')
    .select('parent.post as thread')

/** Parts of a thread whose parent will not come must not stand in the way of tomorrow. */
async function holdOrphans(db: Db, place: string, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'held', reason: 'the message it belongs under was not sent', settled_at: now })
    .where('place', '=', place)
    .where('state', 'in', ['planned', 'worded'])
    .where(
      'parent_id',
      'in',
      db.selectFrom('deliveries').select('id').where('place', '=', place).where('state', 'in', ['held', 'dead']),
    )
    .execute()
}

async function headOfLane(db: Db, place: string): Promise<DeliveryRow | undefined> {
  return withThread(db)
    .where('d.place', '=', place)
    .where('d.state', 'in', OPEN)
    .orderBy('d.seq')
    .limit(1)
    .executeTakeFirst()
}

const fromRow = (row: DeliveryRow): Delivery => ({
  id: row.id,
  place: row.place as ChannelId | PersonId,
  team: row.team,
  state: row.state,
  thread: row.thread === null ? null : JSON.parse(row.thread),
  subject: JSON.parse(row.subject),
  message: row.message === null ? null : JSON.parse(row.message),
  attempts: row.attempts,
  fence: row.fence,
  looks: row.looks,
  firstAttemptAt: row.first_attempt_at,
  reason: row.reason,
})
