import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type DeliveryId, idOf, type Place, platformOf, type TeamId, type TextFile, teamOf } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { placeColumns } from '../db/places.ts'
import { insertRows } from '../db/rows.ts'
import { deliveryId, type Subject } from './delivery.ts'

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
  /** What it is about: votes on it count for the paper. */
  paper?: PaperId
  /** The key of the delivery whose thread it belongs in. */
  parent?: string | null
  /** Milliseconds. */
  now: number
  /** Its place among messages of the same moment to the same place. */
  slot?: number
}

/** The key of a message about something that may happen any number of times, perhaps twice in a millisecond. */
export const freshKey = (what: string): string => `${what}:${randomUUID()}`

/** Plans a message for a place, to be sent as soon as it can be. */
export function planMessage(db: Db, planned: PlannedMessage): Promise<void> {
  const { key, to, parent = null, now, slot = 0, ...said } = planned
  const team = teamOf(idOf(to))
  const subject: Subject = { kind: 'said', ...said }
  return insertDeliveries(db, [{ key, to, team, seq: now * 1000 + slot, parent, subject, plannedAt: now }])
}

export async function isDelivery(db: Db, id: DeliveryId): Promise<boolean> {
  return (await db.selectFrom('deliveries').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** How many deliveries whose key begins so were planned since then (milliseconds). */
export async function countSince(db: Db, beginning: string, since: number): Promise<number> {
  // The greatest character that a key may go on with ends the range.
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from deliveries
    where key >= ${beginning} and key < ${`${beginning}\uffff`} and planned_at >= ${since}`.execute(db)
  return rows[0]?.count ?? 0
}
