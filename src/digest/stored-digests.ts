import type { Selectable } from 'kysely'
import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId, SourceName } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { insertMissing, insertRows, updateRows } from '../db/rows.ts'
import type { Schema } from '../db/schema.ts'
import { insertDeliveries, type NewDelivery } from '../outbox/plan-deliveries.ts'
import type { Choice, Counts } from './choose/choose.ts'

type Digest = ReturnType<typeof fromRow>

export const findDigest = async (db: Db, channel: ChannelId, date: IsoDay): Promise<Digest | null> =>
  (await findDigests(db, [channel], date)).get(channel) ?? null

/** The digests that these channels have for a day. */
export async function findDigests(db: Db, channels: ChannelId[], date: IsoDay): Promise<Map<ChannelId, Digest>> {
  const digests = db.selectFrom('digests').selectAll().where('channel_id', 'in', channels)
  const rows = await digests.where('date', '=', date).execute()
  return new Map(rows.map(fromRow).map((digest) => [digest.channel, digest]))
}

export async function latestDigest(db: Db, channel: ChannelId): Promise<Digest | null> {
  const digests = db.selectFrom('digests').selectAll().where('channel_id', '=', channel)
  const row = await digests.orderBy('date', 'desc').limit(1).executeTakeFirst()
  return row ? fromRow(row) : null
}

export type RecordedOutcome = Awaited<ReturnType<typeof outcomesOfPaper>>[number]

/** Best first. */
export const outcomesOfDigest = async (db: Db, channel: ChannelId, date: IsoDay): Promise<RecordedOutcome[]> =>
  (await outcomesOfDigests(db, [channel], date)).get(channel) ?? []

/** The papers of a digest that its channel got to see, best first: those with a post and those in the thread. */
export const postedIn = async (db: Db, { channel, date }: Pick<Digest, 'channel' | 'date'>) =>
  (await outcomesOfDigest(db, channel, date)).filter(({ outcome }) => outcome === 'posted' || outcome === 'thread')

/** The papers of the latest digest of a channel, best first; null before the first one. */
export async function latestPapers(db: Db, channel: ChannelId): Promise<{ date: IsoDay; papers: PaperId[] } | null> {
  const digest = await latestDigest(db, channel)
  return digest && { date: digest.date, papers: (await postedIn(db, digest)).map(({ paper }) => paper) }
}

/** What the digests of these channels for a day decided, each best first. */
export async function outcomesOfDigests(
  db: Db,
  channels: ChannelId[],
  date: IsoDay,
): Promise<Map<ChannelId, RecordedOutcome[]>> {
  const rows = await outcomes(db)
    .where('channel_id', 'in', channels)
    .where('date', '=', date)
    .orderBy((row) => row.fn.coalesce('rank', row.lit(1_000_000)))
    .orderBy('paper_id')
    .execute()
  return Map.groupBy(rows, ({ channel }) => channel)
}

export const outcomesOfPaper = (db: Db, paper: PaperId) =>
  outcomes(db).where('paper_id', '=', paper).orderBy('channel_id').orderBy('date').execute()

const outcomes = (db: Db) =>
  db.selectFrom('outcomes').select(['channel_id as channel', 'paper_id as paper', 'date', 'outcome', 'reason', 'rank'])

const fromRow = (row: Selectable<Schema['digests']>) => ({
  channel: row.channel_id,
  date: row.date,
  plannedAt: row.planned_at,
  coversSince: row.covers_since,
  counts: JSON.parse(row.counts) as Counts,
  notes: JSON.parse(row.notes) as string[],
})

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
  const rows = digests.map(({ channel, date, plannedAt, coversSince, counts, notes }) => ({
    channel_id: channel,
    date,
    planned_at: plannedAt,
    covers_since: coversSince,
    counts: JSON.stringify(counts),
    notes: JSON.stringify(notes),
  }))
  const startDays = digests.flatMap(({ channel, startDays }) =>
    [...startDays].map(([source, from_day]) => ({ channel_id: channel, source, from_day })),
  )
  const outcomes = digests.flatMap(({ channel, date, choices }) =>
    choices.map(({ paper, ...choice }) => ({ channel_id: channel, date, paper_id: paper.id, ...choice })),
  )
  const postings = digests.flatMap(({ channel, date, plannedAt, postings }) =>
    postings.map(({ paper, position, delivery }) => ({
      channel_id: channel,
      paper_id: paper,
      date,
      position,
      delivery_id: delivery,
      planned_at: plannedAt,
    })),
  )
  const deliveries = digests.flatMap((digest) => digest.deliveries)
  const advanced = digests
    .filter(({ advances }) => advances)
    .map(({ channel, date, plannedAt }) => ({ id: channel, last_digest_on: date, last_planned_at: plannedAt }))
  await insertRows(db, 'digests', rows)
  await insertMissing(db, 'channel_sources', startDays)
  await insertRows(db, 'outcomes', outcomes)
  await insertRows(db, 'postings', postings)
  await insertDeliveries(db, deliveries)
  await updateRows(db, 'channels', advanced, 'id')
}
