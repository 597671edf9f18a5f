import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { DeliveryId, PersonId, Place, PostRef, TeamId, TextFile } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import { placeOf } from '../db/places.ts'
import type { DeliveryState } from '../db/schema/outbox.ts'
import type { Schema } from '../db/schema.ts'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** What a delivery is about; written as a `Message` before the first attempt. */
export type Subject =
  | { kind: 'heading'; date: IsoDay }
  /** `by`: who suggested it. */
  | { kind: 'paper'; date: IsoDay; paper: PaperId; position: number; by?: PersonId }
  | { kind: 'list'; date: IsoDay; from: number; to: number }
  | { kind: 'tail'; date: IsoDay }
  | { kind: 'nothing'; date: IsoDay }
  /** The whole digest in one message. */
  | { kind: 'letter'; date: IsoDay }
  /** Written already, where it was planned; perhaps about a paper. */
  | { kind: 'said'; message: Message; files?: TextFile[]; paper?: PaperId }

/** One message owed to one place. */
export type Delivery = {
  id: DeliveryId
  to: Place
  team: TeamId
  state: DeliveryState
  /** The post whose thread it belongs in, once that is sent. */
  thread: PostRef | null
  subject: Subject
  message: Message | null
  plannedAt: number
  attempts: number
  /** Grows with every claim: who settles with an old one has lost its lease, and changes nothing. */
  fence: number
  looks: number
  firstAttemptAt: number | null
  reason: string | null
}

/**
 * The identifier that follows from a key, and is the same after a crash: 24 characters, short enough for a Discord
 * nonce (25). Node writes no base32, and the form stays as it is stored.
 */
export function deliveryId(key: string): DeliveryId {
  const bytes = hash('sha256', key, 'buffer').subarray(0, 24)
  let id = ''
  for (const byte of bytes) id += ALPHABET[byte & 31]
  return id
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
