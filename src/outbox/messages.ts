import { type NotNull, sql } from 'kysely'
import type { DeliveryId } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { givenRows } from '../db/rows.ts'
import { type Delivery, fromRow } from './delivery.ts'
import { wakeChannelQueues } from './queue/channel-queues.ts'
import { holdDeliveries } from './states.ts'

/** Deliveries without words yet, oldest first. */
export async function plannedDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  const planned = db.selectFrom('deliveries').selectAll().where('state', '=', sql.lit('planned'))
  const rows = await planned.orderBy('seq').limit(limit).execute()
  return rows.map((row) => fromRow({ ...row, thread: null }))
}

/** From here on every attempt renders this record. */
export async function storeMessages(db: Db, messages: { id: DeliveryId; message: Message; seed?: string[] }[]) {
  if (messages.length === 0) return
  // Channel queues before deliveries, as every process locks them: nobody waits for somebody who waits for them.
  const ids = messages.map(({ id }) => id)
  await wakeChannelQueues(db, ids)
  const ready = messages.map(({ id, message, seed = [] }) => ({
    id,
    message: JSON.stringify(message),
    seed: seed.length > 0 ? JSON.stringify(seed) : null,
  }))
  await sql`
    update deliveries set state = 'ready', message = given.message, seed = given.seed
    from ${givenRows(db, 'deliveries', ready)} as given
    where deliveries.id = given.id and deliveries.state = 'planned'`.execute(db)
}

/** A delivery whose message cannot be written is reported, and the others go on. */
export async function holdDelivery(db: Db, id: DeliveryId, reason: string, now: number): Promise<void> {
  await wakeChannelQueues(db, [id])
  await holdDeliveries(db, reason, now).where('id', '=', id).where('state', '=', 'planned').execute()
}

/** What a digest said, in the order it was sent. */
export async function messagesOfDigest(db: Db, place: string, date: IsoDay) {
  const rows = await db
    .selectFrom('deliveries')
    .select(['message', 'parent_id'])
    .where('key', '>=', `digest:${place}:${date}:`)
    .where('key', '<', `digest:${place}:${date};`)
    .where('message', 'is not', null)
    .$narrowType<{ message: NotNull }>()
    .orderBy('seq')
    .execute()
  return rows.map(({ message, parent_id }) => ({
    message: JSON.parse(message) as Message,
    inThread: parent_id !== null,
  }))
}
