import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId, SourceName } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { insertMissing, insertRows, updateRows } from '../db/rows.ts'
import { insertDeliveries, type NewDelivery } from '../outbox/plan-deliveries.ts'
import type { Choice, Counts } from './choose/choose.ts'

export type NewDigest = {
  channel: ChannelId
  date: IsoDay
  plannedAt: number
  /** When the digest before it was planned. */
  coversSince: number | null
  /** False for a digest of a chosen day: the next one covers the same as without it. */
  advances: boolean
  /** Sources that are new to the channel, and the day from which on their papers are news. */
  startDays: Map<SourceName, IsoDay>
  choices: Choice[]
  counts: Counts
  /** What is missing, for the last line. */
  notes: string[]
  deliveries: NewDelivery[]
  /** The delivery that carries each posted paper. */
  postings: { paper: PaperId; position: number; delivery: string }[]
}

/**
 * Stores digests with all that follows from them. Throws, and stores none, when one exists already or one of its papers
 * was posted in the meantime: the primary keys are the promise.
 */
export async function insertDigests(db: Db, digests: NewDigest[]): Promise<void> {
  await insertRows(
    db,
    'digests',
    digests.map(({ channel, date, plannedAt, coversSince, counts, notes }) => ({
      channel_id: channel,
      date,
      planned_at: plannedAt,
      covers_since: coversSince,
      counts: JSON.stringify(counts),
      notes: JSON.stringify(notes),
    })),
  )
  await recordStartDays(db, digests)
  await insertRows(
    db,
    'outcomes',
    digests.flatMap(({ channel, date, choices }) =>
      choices.map(({ paper, outcome, reason, rank, upvotes }) => ({
        channel_id: channel,
        date,
        paper_id: paper.id,
        outcome,
        reason,
        rank,
        upvotes,
      })),
    ),
  )
  await insertRows(
    db,
    'postings',
    digests.flatMap(({ channel, date, plannedAt, postings }) =>
      postings.map(({ paper, position, delivery }) => ({
        channel_id: channel,
        paper_id: paper,
        date,
        position,
        delivery_id: delivery,
        planned_at: plannedAt,
      })),
    ),
  )
  await insertDeliveries(
    db,
    digests.flatMap(({ deliveries }) => deliveries),
  )
  await advanceChannels(
    db,
    digests.filter(({ advances }) => advances),
  )
}

async function recordStartDays(db: Db, digests: NewDigest[]): Promise<void> {
  const startDays = digests.flatMap(({ channel, startDays }) =>
    [...startDays].map(([source, from_day]) => ({ channel_id: channel, source, from_day })),
  )
  await insertMissing(db, 'channel_sources', startDays)
}

async function advanceChannels(db: Db, digests: NewDigest[]): Promise<void> {
  const planned = digests.map(({ channel, date, plannedAt }) => ({
    id: channel,
    last_digest_on: date,
    last_planned_at: plannedAt,
  }))
  await updateRows(db, 'channels', planned, 'id')
}
