import { hash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { DeliveryId, PersonId, PostRef, TextFile } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import { placeOf } from '../db/places.ts'
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

/** Follows from the key, also after a crash: 24 characters in the form that is stored, for a Discord nonce (25). */
export function deliveryId(key: string): DeliveryId {
  const bytes = hash('sha256', key, 'buffer').subarray(0, 24)
  let id = ''
  for (const byte of bytes) id += ALPHABET[byte & 31]
  return id
}

export type DeliveryRow = Selectable<Schema['deliveries']> & { thread: string | null }

/** One message owed to one place. */
export type Delivery = ReturnType<typeof fromRow>

/** From a row with the post of its parent. */
export const fromRow = (row: DeliveryRow) => ({
  id: row.id,
  to: placeOf(row),
  team: row.team,
  state: row.state,
  /** The post whose thread it belongs in, once that is sent. */
  thread: parsed<PostRef>(row.thread),
  subject: JSON.parse(row.subject) as Subject,
  message: parsed<Message>(row.message),
  plannedAt: row.planned_at,
  attempts: row.attempts,
  /** Grows with every claim: who settles with an old one has lost its lease, and changes nothing. */
  fence: row.fence,
  looks: row.looks,
  firstAttemptAt: row.first_attempt_at,
  reason: row.reason,
})

const parsed = <T>(json: string | null): T | null => (json === null ? null : JSON.parse(json))
