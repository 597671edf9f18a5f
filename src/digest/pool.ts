import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, Paper, PaperId, SourceName } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { findPapers } from '../papers/papers.ts'
import type { Decision, Outcome } from './choose/choose.ts'

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
export async function loadStartDays(db: Db, channels: ChannelId[]): Promise<Map<ChannelId, Map<SourceName, IsoDay>>> {
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
