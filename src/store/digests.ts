import { sql } from 'kysely'
import type { ChannelId } from '../chat.ts'
import type { Choice, Counts, Decision, Outcome } from '../digest/choose.ts'
import type { IsoDay, Paper, PaperId, SourceName } from '../paper.ts'
import { insertDeliveries, type NewDelivery } from './deliveries.ts'
import type { Db } from './open.ts'
import { findPapers } from './papers.ts'
import { givenRows } from './rows.ts'

/** Statements of one shape are prepared once. */
const ROWS_AT_ONCE = 100

/** A paper as the sources show it now. */
export type PooledPaper = {
  paper: Paper
  sightings: { source: SourceName; day: IsoDay; upvotes: number | null; comments: number | null; firstSeenAt: number }[]
}

export type PoolFilter = { sources: SourceName[]; since: IsoDay; until: IsoDay; seenAfter: number }

/** The papers that the channels planned together choose from. Each comes with all its sightings in these sources. */
export async function loadPool(
  db: Db,
  { sources, since, until, seenAfter }: PoolFilter,
): Promise<Map<PaperId, PooledPaper>> {
  const pool = new Map<PaperId, PooledPaper>()
  if (sources.length === 0) return pool
  const fresh = await db
    .selectFrom('sightings')
    .select('paper_id')
    .distinct()
    .where('source', 'in', sources)
    .where('day', '>=', since)
    .where('day', '<=', until)
    .where('first_seen_at', '>=', seenAfter)
    .execute()
  const ids = fresh.map(({ paper_id }) => paper_id as PaperId)
  if (ids.length === 0) return pool
  const papers = await findPapers(db, ids)
  const rows = await db
    .selectFrom('sightings')
    .selectAll()
    .where('paper_id', 'in', ids)
    .where('source', 'in', sources)
    .execute()
  for (const row of rows) {
    const paper = papers.get(row.paper_id as PaperId)
    if (!paper) continue
    const pooled = pool.get(paper.id) ?? { paper, sightings: [] }
    const { source, day, upvotes, comments, first_seen_at: firstSeenAt } = row
    pooled.sightings.push({ source, day, upvotes, comments, firstSeenAt })
    pool.set(paper.id, pooled)
  }
  return pool
}

/** The newest day, not after `until`, on which each source lists a paper. */
export async function newestDays(db: Db, sources: SourceName[], until: IsoDay): Promise<Map<SourceName, IsoDay>> {
  if (sources.length === 0) return new Map()
  const rows = await db
    .selectFrom('sightings')
    .select((row) => ['source', row.fn.max('day').as('day')])
    .where('source', 'in', sources)
    .where('day', '<=', until)
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, day }) => [source, day]))
}

/** From which day on each source's papers are news to a channel. */
export async function loadFloors(db: Db, channels: ChannelId[]): Promise<Map<ChannelId, Map<SourceName, IsoDay>>> {
  const floors = new Map<ChannelId, Map<SourceName, IsoDay>>()
  const rows = await db.selectFrom('channel_sources').selectAll().where('channel_id', 'in', channels).execute()
  for (const { channel_id, source, from_day } of rows) {
    const known = floors.get(channel_id as ChannelId) ?? new Map()
    floors.set(channel_id as ChannelId, known.set(source, from_day))
  }
  return floors
}

/** The days from `since` on for which each channel has a digest. */
export async function loadDigestDates(
  db: Db,
  channels: ChannelId[],
  since: IsoDay,
): Promise<Map<ChannelId, Set<IsoDay>>> {
  const dates = new Map<ChannelId, Set<IsoDay>>()
  const rows = await db
    .selectFrom('digests')
    .select(['channel_id', 'date'])
    .where('channel_id', 'in', channels)
    .where('date', '>=', since)
    .execute()
  for (const { channel_id, date } of rows)
    dates.set(channel_id as ChannelId, (dates.get(channel_id as ChannelId) ?? new Set()).add(date))
  return dates
}

/** The newest decision of each channel about each of these papers; a posting outweighs everything. */
export async function loadDecisions(
  db: Db,
  channels: ChannelId[],
  papers: PaperId[],
): Promise<Map<ChannelId, Map<PaperId, Decision>>> {
  const decisions = new Map<ChannelId, Map<PaperId, Decision>>()
  const keep = (channel: string, paper: string, decision: Decision) => {
    const known = decisions.get(channel as ChannelId) ?? new Map()
    decisions.set(channel as ChannelId, known.set(paper as PaperId, decision))
  }
  if (papers.length === 0) return decisions
  const outcomes = await db
    .selectFrom('outcomes')
    .selectAll()
    .where('channel_id', 'in', channels)
    .where('paper_id', 'in', papers)
    .where('outcome', '!=', 'already')
    .orderBy('date')
    .execute()
  for (const row of outcomes)
    keep(row.channel_id, row.paper_id, {
      outcome: row.outcome as Outcome,
      date: row.date,
      reason: row.reason,
      upvotes: row.upvotes,
    })
  const postings = await db
    .selectFrom('postings')
    .select(['channel_id', 'paper_id', 'date'])
    .where('channel_id', 'in', channels)
    .where('paper_id', 'in', papers)
    .execute()
  for (const { channel_id, paper_id, date } of postings)
    keep(channel_id, paper_id, { outcome: 'posted', date, reason: '', upvotes: null })
  return decisions
}

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
  if (digests.length === 0) return
  await db
    .insertInto('digests')
    .values(
      digests.map(({ channel, date, plannedAt, coversSince, counts, notes }) => ({
        channel_id: channel,
        date,
        planned_at: plannedAt,
        covers_since: coversSince,
        counts: JSON.stringify(counts),
        notes: JSON.stringify(notes),
      })),
    )
    .execute()
  const floors = digests.flatMap(({ channel, floors }) =>
    [...floors].map(([source, from_day]) => ({ channel_id: channel, source, from_day })),
  )
  if (floors.length > 0)
    await db
      .insertInto('channel_sources')
      .values(floors)
      .onConflict((conflict) => conflict.columns(['channel_id', 'source']).doNothing())
      .execute()
  const outcomes = digests.flatMap(({ channel, date, choices }) =>
    choices.map(({ paper, outcome, reason, rank, upvotes }) => ({
      channel_id: channel,
      date,
      paper_id: paper.id,
      outcome,
      reason,
      rank,
      upvotes,
    })),
  )
  for (let start = 0; start < outcomes.length; start += ROWS_AT_ONCE)
    await db
      .insertInto('outcomes')
      .values(outcomes.slice(start, start + ROWS_AT_ONCE))
      .execute()
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
  if (postings.length > 0) await db.insertInto('postings').values(postings).execute()
  await insertDeliveries(
    db,
    digests.flatMap(({ deliveries }) => deliveries),
  )
  await advanceChannels(
    db,
    digests.filter(({ advances }) => advances),
  )
}

async function advanceChannels(db: Db, digests: NewDigest[]): Promise<void> {
  if (digests.length === 0) return
  const planned = digests.map(
    ({ channel, date, plannedAt }) => sql`(${channel}, ${date}, cast(${plannedAt} as bigint))`,
  )
  await db
    .with('planned(channel, date, at)', () => givenRows<{ channel: string; date: IsoDay; at: number }>(planned))
    .updateTable('channels')
    .from('planned')
    .set((row) => ({ last_digest_on: row.ref('planned.date'), last_planned_at: row.ref('planned.at') }))
    .whereRef('channels.id', '=', 'planned.channel')
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
  const row = await db
    .selectFrom('digests')
    .selectAll()
    .where('channel_id', '=', channel)
    .where('date', '=', date)
    .executeTakeFirst()
  if (!row) return null
  return {
    channel,
    date,
    plannedAt: row.planned_at,
    coversSince: row.covers_since,
    counts: JSON.parse(row.counts),
    notes: JSON.parse(row.notes),
  }
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

export async function outcomesOfDigest(db: Db, channel: ChannelId, date: IsoDay): Promise<RecordedOutcome[]> {
  const rows = await db
    .selectFrom('outcomes')
    .selectAll()
    .where('channel_id', '=', channel)
    .where('date', '=', date)
    .orderBy((row) => row.fn.coalesce('rank', row.lit(1_000_000)))
    .orderBy('paper_id')
    .execute()
  return rows.map(outcomeFromRow)
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
