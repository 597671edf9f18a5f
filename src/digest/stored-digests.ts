import type { Selectable } from 'kysely'
import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'
import type { Counts, Outcome } from './choose/choose.ts'

export type Digest = {
  channel: ChannelId
  date: IsoDay
  plannedAt: number
  coversSince: number | null
  counts: Counts
  notes: string[]
}

export async function findDigest(db: Db, channel: ChannelId, date: IsoDay): Promise<Digest | null> {
  return (await findDigests(db, [channel], date)).get(channel) ?? null
}

/** The digests that these channels have for a day. */
export async function findDigests(db: Db, channels: ChannelId[], date: IsoDay): Promise<Map<ChannelId, Digest>> {
  const rows = await db
    .selectFrom('digests')
    .selectAll()
    .where('channel_id', 'in', channels)
    .where('date', '=', date)
    .execute()
  return new Map(rows.map(fromRow).map((digest) => [digest.channel, digest]))
}

export async function latestDigest(db: Db, channel: ChannelId): Promise<Digest | null> {
  const digests = db.selectFrom('digests').selectAll().where('channel_id', '=', channel)
  const row = await digests.orderBy('date', 'desc').limit(1).executeTakeFirst()
  return row ? fromRow(row) : null
}

export type RecordedOutcome = {
  channel: ChannelId
  paper: PaperId
  date: IsoDay
  outcome: Outcome
  reason: string
  rank: number | null
}

/** Best first. */
export async function outcomesOfDigest(db: Db, channel: ChannelId, date: IsoDay): Promise<RecordedOutcome[]> {
  return (await outcomesOfDigests(db, [channel], date)).get(channel) ?? []
}

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
  return Map.groupBy(rows as RecordedOutcome[], ({ channel }) => channel)
}

export async function outcomesOfPaper(db: Db, paper: PaperId): Promise<RecordedOutcome[]> {
  const rows = await outcomes(db).where('paper_id', '=', paper).orderBy('channel_id').orderBy('date').execute()
  return rows as RecordedOutcome[]
}

const outcomes = (db: Db) =>
  db.selectFrom('outcomes').select(['channel_id as channel', 'paper_id as paper', 'date', 'outcome', 'reason', 'rank'])

const fromRow = (row: Selectable<Schema['digests']>): Digest => ({
  channel: row.channel_id,
  date: row.date,
  plannedAt: row.planned_at,
  coversSince: row.covers_since,
  counts: JSON.parse(row.counts),
  notes: JSON.parse(row.notes),
})
