import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId, SourceName } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { givenRows, insertRows } from '../db/rows.ts'
import { insertDeliveries, type NewDelivery } from '../outbox/deliveries.ts'
import type { Choice, Counts, Outcome } from './choose/choose.ts'

export type NewDigest = {
  channel: ChannelId
  date: IsoDay
  plannedAt: number
  /** When the digest before it was planned. */
  coversSince: number | null
  /** False for a digest of a chosen day: what the next one covers does not change by it. */
  advances: boolean
  /** Sources that are news to the channel, and from which day on. */
  floors: Map<SourceName, IsoDay>
  choices: Choice[]
  counts: Counts
  /** What is missing, for the last line. */
  notes: string[]
  deliveries: NewDelivery[]
  /** The delivery that carries each posted paper. */
  postings: { paper: PaperId; position: number; delivery: string }[]
}

/**
 * Records digests with all that follows from them. Throws, and records none, when one exists already or a paper of one was
 * posted in the meantime: the primary keys are the promise.
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
  const floors = digests.flatMap(({ channel, floors }) =>
    [...floors].map(([source, from_day]) => ({ channel_id: channel, source, from_day })),
  )
  if (floors.length === 0) return
  await db
    .insertInto('channel_sources')
    .values(floors)
    .onConflict((conflict) => conflict.columns(['channel_id', 'source']).doNothing())
    .execute()
}

async function advanceChannels(db: Db, digests: NewDigest[]): Promise<void> {
  if (digests.length === 0) return
  const planned = digests.map(({ channel, date, plannedAt }) => ({
    id: channel,
    last_digest_on: date,
    last_planned_at: plannedAt,
  }))
  await db
    .with('planned', () => givenRows(db, 'channels', planned))
    .updateTable('channels')
    .from('planned')
    .set((row) => ({
      last_digest_on: row.ref('planned.last_digest_on'),
      last_planned_at: row.ref('planned.last_planned_at'),
    }))
    .whereRef('channels.id', '=', 'planned.id')
    .execute()
}

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
  return new Map(
    rows.map((row) => {
      const channel = row.channel_id as ChannelId
      const { date, planned_at: plannedAt, covers_since: coversSince } = row
      const [counts, notes] = [JSON.parse(row.counts), JSON.parse(row.notes)]
      return [channel, { channel, date, plannedAt, coversSince, counts, notes }]
    }),
  )
}

export async function latestDigest(db: Db, channel: ChannelId): Promise<Digest | null> {
  const row = await db
    .selectFrom('digests')
    .select('date')
    .where('channel_id', '=', channel)
    .orderBy('date', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? findDigest(db, channel, row.date) : null
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

/** What the digests of these channels for a day decided, each best first. */
export async function outcomesOfDigests(
  db: Db,
  channels: ChannelId[],
  date: IsoDay,
): Promise<Map<ChannelId, RecordedOutcome[]>> {
  const rows = await db
    .selectFrom('outcomes')
    .selectAll()
    .where('channel_id', 'in', channels)
    .where('date', '=', date)
    .orderBy((row) => row.fn.coalesce('rank', row.lit(1_000_000)))
    .orderBy('paper_id')
    .execute()
  return Map.groupBy(rows.map(outcomeFromRow), ({ channel }) => channel)
}

export async function outcomesOfPaper(db: Db, paper: PaperId): Promise<RecordedOutcome[]> {
  const rows = await db
    .selectFrom('outcomes')
    .selectAll()
    .where('paper_id', '=', paper)
    .orderBy('channel_id')
    .orderBy('date')
    .execute()
  return rows.map(outcomeFromRow)
}

const outcomeFromRow = (row: {
  channel_id: string
  paper_id: string
  date: string
  outcome: string
  reason: string
  rank: number | null
}): RecordedOutcome => ({
  channel: row.channel_id as ChannelId,
  paper: row.paper_id as PaperId,
  date: row.date,
  outcome: row.outcome as Outcome,
  reason: row.reason,
  rank: row.rank,
})
