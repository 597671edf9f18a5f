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
  if (sources.length === 0) return new Map()
  const sightings = db.selectFrom('sightings').where('source', 'in', sources)
  const fresh = await sightings
    .select('paper_id')
    .distinct()
    .where('day', '>=', since)
    .where('day', '<=', until)
    .where('first_seen_at', '>=', seenAfter)
    .execute()
  const ids = fresh.map(({ paper_id }) => paper_id)
  if (ids.length === 0) return new Map()
  const papers = await findPapers(db, ids)
  const rows = await sightings.selectAll().where('paper_id', 'in', ids).execute()
  const ofPaper = Map.groupBy(rows, ({ paper_id }) => paper_id)
  const pooled = ([id, paper]: [PaperId, Paper]): [PaperId, PooledPaper] => {
    const own = (ofPaper.get(id) ?? []).map(({ source, day, upvotes, comments, first_seen_at: firstSeenAt }) => ({
      source,
      day,
      upvotes,
      comments,
      firstSeenAt,
    }))
    return [id, { paper, sightings: own }]
  }
  return new Map([...papers].map(pooled))
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
  const rows = await db.selectFrom('channel_sources').selectAll().where('channel_id', 'in', channels).execute()
  return byChannel(rows, (own) => new Map(own.map(({ source, from_day }) => [source, from_day])))
}

/** The days from `since` on for which each channel has a digest. */
export async function loadDigestDates(
  db: Db,
  channels: ChannelId[],
  since: IsoDay,
): Promise<Map<ChannelId, Set<IsoDay>>> {
  const rows = await db
    .selectFrom('digests')
    .select(['channel_id', 'date'])
    .where('channel_id', 'in', channels)
    .where('date', '>=', since)
    .execute()
  return byChannel(rows, (own) => new Set(own.map(({ date }) => date)))
}

/** The newest decision of each channel about each of these papers; a posting outweighs everything. */
export async function loadDecisions(
  db: Db,
  channels: ChannelId[],
  papers: PaperId[],
): Promise<Map<ChannelId, Map<PaperId, Decision>>> {
  if (papers.length === 0) return new Map()
  const outcomes = await db
    .selectFrom('outcomes')
    .select(['channel_id', 'paper_id', 'outcome', 'date', 'reason', 'upvotes'])
    .where('channel_id', 'in', channels)
    .where('paper_id', 'in', papers)
    .where('outcome', '!=', 'already')
    .orderBy('date')
    .execute()
  const postings = await db
    .selectFrom('postings')
    .select(['channel_id', 'paper_id', 'date'])
    .where('channel_id', 'in', channels)
    .where('paper_id', 'in', papers)
    .execute()
  const posted = postings.map((row) => ({ ...row, outcome: 'posted', reason: '', upvotes: null }))
  return byChannel([...outcomes, ...posted], (own) => new Map(own.map(decisionFromRow)))
}

type DecisionRow = { paper_id: PaperId; outcome: string; date: IsoDay; reason: string; upvotes: number | null }

const decisionFromRow = ({ paper_id, outcome, date, reason, upvotes }: DecisionRow): [PaperId, Decision] => [
  paper_id,
  { outcome: outcome as Outcome, date, reason, upvotes },
]

function byChannel<Row extends { channel_id: ChannelId }, Value>(
  rows: Row[],
  combine: (rows: Row[]) => Value,
): Map<ChannelId, Value> {
  const groups = Map.groupBy(rows, ({ channel_id }) => channel_id)
  return new Map([...groups].map(([channel, own]) => [channel, combine(own)]))
}
