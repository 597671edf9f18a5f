import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import {
  type ChannelId,
  type DeliveryId,
  idOf,
  type Place,
  type PostRef,
  platformOf,
  type TeamId,
  type TextFile,
  teamOf,
} from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { placeColumns, placeOf } from '../db/places.ts'
import { givenRows, insertRows } from '../db/rows.ts'
import type { DeliveryState, Schema } from '../db/schema.ts'
import { type Delivery, deliveryId, type Subject } from './delivery.ts'
import { wakeChannelQueues } from './queue/channel-queues.ts'

/** What is neither sent nor given up. */
export const OPEN: DeliveryState[] = ['planned', 'ready', 'sending', 'uncertain']
/**
 * Written out, not bound: SQLite takes an index of some rows only for a condition it can read (359 ms without, 2 ms
 * with it).
 */
export const openStates = sql<DeliveryState>`(${sql.join(OPEN.map((state) => sql.lit(state)))})`
/** Given up, for now: `paperboy retry` revives it. */
export const stuckStates = sql<DeliveryState>`('held', 'dead')`
const ROWS_AT_ONCE = 500

export type NewDelivery = {
  /** Says what it is, once in the world: `digest:<channel>:<date>:heading`. */
  key: string
  to: Place
  team: TeamId
  /** Order inside the place; smaller goes first. */
  seq: number
  /** The key of the delivery whose thread it belongs in. */
  parent: string | null
  subject: Subject
  plannedAt: number
}

export async function insertDeliveries(db: Db, deliveries: NewDelivery[]): Promise<void> {
  await insertRows(
    db,
    'deliveries',
    deliveries.map(({ key, to, team, seq, parent, subject, plannedAt }) => ({
      id: deliveryId(key),
      key,
      platform: platformOf(idOf(to)),
      team,
      ...placeColumns(to),
      seq,
      parent_id: parent === null ? null : deliveryId(parent),
      state: 'planned' as const,
      subject: JSON.stringify(subject),
      paper_id: (subject.kind === 'paper' || subject.kind === 'said') && subject.paper ? subject.paper : null,
      not_before: 0,
      planned_at: plannedAt,
    })),
  )
}

type PlannedMessage = Pick<NewDelivery, 'key' | 'to'> & {
  message: Message
  files?: TextFile[]
  /** The key of the delivery whose thread it belongs in. */
  parent?: string | null
  /** Milliseconds. */
  now: number
}

/** Plans a message for a place, to be sent as soon as it can be. */
export const planMessage = (db: Db, { key, to, message, files, parent = null, now }: PlannedMessage): Promise<void> => {
  const subject: Subject = { kind: 'said', message, ...(files && { files }) }
  const team = teamOf(idOf(to))
  return insertDeliveries(db, [{ key, to, team, seq: now * 1000, parent, subject, plannedAt: now }])
}

export async function isDelivery(db: Db, id: DeliveryId): Promise<boolean> {
  return (await db.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** How many deliveries whose key begins so were planned since then (milliseconds). */
export async function countSince(db: Db, beginning: string, since: number): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('key', '>=', beginning)
    // The greatest character that a key may go on with.
    .where('key', '<', `${beginning}\uffff`)
    .where('planned_at', '>=', since)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The post that a delivery became; null while it is not sent. */
export async function postOf(db: Db, key: string): Promise<PostRef | null> {
  const row = await db.selectFrom('deliveries').select('post').where('key', '=', key).executeTakeFirst()
  return row?.post ? JSON.parse(row.post) : null
}

/** What a post on a platform is about; null when it is none of ours. */
export async function findSubjectOf(db: Db, post: PostRef): Promise<Subject | null> {
  const row = await db.selectFrom('deliveries').select('subject').where('post', '=', postKey(post)).executeTakeFirst()
  return row ? JSON.parse(row.subject) : null
}

/** A post as rows hold it. */
export const postKey = ({ channel, id }: PostRef): string => JSON.stringify({ channel, id })

/** Deliveries without words yet, oldest first. */
export async function plannedDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('state', '=', sql.lit('planned'))
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map((row) => fromRow({ ...row, thread: null }))
}

/** From here on every attempt renders this record. */
export async function storeMessages(
  db: Db,
  messages: { id: DeliveryId; message: Message; seed?: string[] }[],
): Promise<void> {
  if (messages.length === 0) return
  // Channel queues before deliveries, as every process locks them: nobody waits for somebody who waits for them.
  await wakeChannelQueues(
    db,
    messages.map(({ id }) => id),
  )
  const ready = messages.map(({ id, message, seed = [] }) => ({
    id,
    message: JSON.stringify(message),
    seed: seed.length > 0 ? JSON.stringify(seed) : null,
  }))
  await db
    .with('w', () => givenRows(db, 'deliveries', ready))
    .updateTable('deliveries')
    .from('w')
    .set((row) => ({ state: 'ready', message: row.ref('w.message'), seed: row.ref('w.seed') }))
    .whereRef('deliveries.id', '=', 'w.id')
    .where('deliveries.state', '=', 'planned')
    .execute()
}

/** A delivery whose message cannot be written is reported, and the others go on. */
export async function holdDelivery(db: Db, id: DeliveryId, reason: string, now: number): Promise<void> {
  await wakeChannelQueues(db, [id])
  await db
    .updateTable('deliveries')
    .set({ state: 'held', reason, settled_at: now })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .execute()
}

/** Held and dead deliveries go back in line: these, or all. Returns how many. */
export const reviveDeliveries = (db: Db, ids: DeliveryId[]): Promise<number> =>
  revive(db, (row) => (ids.length > 0 ? row('id', 'in', ids) : row.lit(true)))

/** The same for what these channels are owed, if it was planned after that moment. */
export const reviveDeliveriesTo = (db: Db, channels: ChannelId[], plannedAfter: number): Promise<number> =>
  revive(db, (row) =>
    row.and([row('place', 'in', channels), row('place_kind', '=', 'channel'), row('planned_at', '>', plannedAfter)]),
  )

async function revive(
  db: Db,
  which: (row: ExpressionBuilder<Schema, 'deliveries'>) => Expression<SqlBool>,
): Promise<number> {
  const rows = await db
    .updateTable('deliveries')
    .set((row) => ({
      // Held means the platform may have it: it is looked for first, unless it has no message or was never tried.
      state: sql<DeliveryState>`case when ${row.ref('message')} is null then 'planned' when ${row.ref('state')} = 'held' and ${row.ref('first_attempt_at')} is not null then 'uncertain' else 'ready' end`,
      attempts: 0,
      looks: 0,
      not_before: 0,
      settled_at: null,
    }))
    .where('state', 'in', stuckStates)
    .where(which)
    .returning('id')
    .execute()
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    await wakeChannelQueues(
      db,
      rows.slice(start, start + ROWS_AT_ONCE).map(({ id }) => id),
    )
  return rows.length
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

/** Whether these platforms are still owed something that is neither sent nor given up. */
export async function isAnythingOpen(db: Db, platforms: string[]): Promise<boolean> {
  if (platforms.length === 0) return false
  const open = db.selectFrom('deliveries').select('id').where('state', 'in', OPEN).where('platform', 'in', platforms)
  return (await open.limit(1).executeTakeFirst()) !== undefined
}

/**
 * How many deliveries planned before `before` are neither sent nor given up, when the oldest was planned, and where
 * they go.
 */
export async function openDeliveries(
  db: Db,
  before: number,
): Promise<{ count: number; oldest: number | null; places: string[] }> {
  const rows = await db
    .selectFrom('deliveries')
    .select(({ fn }) => ['place', fn.countAll<number>().as('count'), fn.min('planned_at').as('oldest')])
    .where('state', 'in', openStates)
    .where('planned_at', '<', before)
    .groupBy('place')
    .execute()
  const count = rows.reduce((sum, row) => sum + Number(row.count), 0)
  const oldest = rows.length === 0 ? null : Math.min(...rows.map((row) => row.oldest))
  return { count, oldest, places: rows.map(({ place }) => place) }
}

export type StuckDelivery = { id: DeliveryId; key: string; place: string; state: DeliveryState; reason: string | null }

export async function stuckDeliveries(db: Db): Promise<StuckDelivery[]> {
  return db
    .selectFrom('deliveries')
    .select(['id', 'key', 'place', 'state', 'reason'])
    .where('state', 'in', stuckStates)
    .orderBy('planned_at')
    .execute()
}

export type DeliveryRow = Selectable<Schema['deliveries']> & { thread: string | null }

/** A row with the post of its parent, as the code sees it. */
export const fromRow = (row: DeliveryRow): Delivery => ({
  id: row.id,
  to: placeOf(row),
  team: row.team,
  state: row.state,
  thread: row.thread === null ? null : JSON.parse(row.thread),
  subject: JSON.parse(row.subject),
  message: row.message === null ? null : JSON.parse(row.message),
  plannedAt: row.planned_at,
  attempts: row.attempts,
  fence: row.fence,
  looks: row.looks,
  firstAttemptAt: row.first_attempt_at,
  reason: row.reason,
})
