import type { ChannelSettings } from '../../channels/settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { IsoDay, Paper, PaperId, SourceName } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { findPapers } from '../../papers/papers.ts'
import { highest } from '../../papers/popularity.ts'
import { matches } from '../../search/matches.ts'
import type { Query } from '../../search/query/clause.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { type Choice, choose, type Decision, type DigestCandidate, type SelectionRules } from './choose.ts'

export type StartDays = Map<SourceName, IsoDay>

type Sightings = PooledPaper['sightings']

/** Which papers a channel chooses from, by the sightings in its sources; `isNew`: arrived since its last digest. */
export type Candidacy = { isCandidate(sightings: Sightings): boolean; isNew(sightings: Sightings): boolean }

/** What came since the last digest (milliseconds), and not from before the source's first day in the channel. */
export const newsSince = (lastPlannedAt: number | null, startDays: StartDays): Candidacy => ({
  // The first day a source listed the paper decides: a feed without dates lists its backlog anew every day.
  isCandidate: (sightings) =>
    startDays.entries().some(([source, startDay]) => {
      const [first] = daysOf(sightings.filter((sighting) => sighting.source === source))
      return first !== undefined && first >= startDay
    }),
  isNew: (sightings) => Math.max(...sightings.map(({ firstSeenAt }) => firstSeenAt)) > (lastPlannedAt ?? 0),
})

/** What sources list on a chosen day, and what came after the digests of the days before. */
export const listedOn = (date: IsoDay, digestDates: Set<IsoDay>): Candidacy => ({
  isCandidate: (sightings) =>
    sightings.some(({ day }) => day === date || (day < date && digestDates.values().some((digest) => digest >= day))),
  isNew: (sightings) => sightings.some(({ day }) => day === date),
})

/** Decides about every paper of the pool that one channel chooses from. */
export function chooseFrom(
  pool: Iterable<PooledPaper>,
  { isCandidate, isNew }: Candidacy,
  decisions: Map<PaperId, Decision>,
  settings: ChannelSettings,
  date: IsoDay,
): Choice[] {
  const candidates: DigestCandidate[] = []
  for (const { paper, sightings } of pool) {
    const own = sightings.filter(({ source }) => settings.sources.includes(source))
    const day = daysOf(own).at(-1)
    if (day === undefined || !isCandidate(own)) continue
    candidates.push({
      paper,
      day,
      days: own,
      upvotes: highest(own.map(({ upvotes }) => upvotes)),
      comments: highest(own.map(({ comments }) => comments)),
      isNew: isNew(own),
      before: decisions.get(paper.id) ?? null,
    })
  }
  return choose(candidates, createRules(settings), settings.papersPerDay, date)
}

const daysOf = (sightings: Sightings): IsoDay[] => sightings.map(({ day }) => day).toSorted()

/** A channel's rules: searches that a paper must, or must not, be found by. */
function createRules({ include, exclude, minUpvotes }: ChannelSettings): SelectionRules {
  const wanted = include === '' ? null : parseQuery(include)
  const unwanted = exclude === '' ? null : parseQuery(exclude)
  const finds = (query: Query, { paper, upvotes, days }: DigestCandidate) => matches(query, paper, { upvotes, days })
  return {
    minUpvotes,
    objection(candidate) {
      if (unwanted && finds(unwanted, candidate)) return `this channel leaves out “${exclude}”`
      if (wanted && !finds(wanted, candidate)) return `this channel asks for “${include}”`
      return null
    },
  }
}

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
  const rows = await sightings
    .select(['paper_id', 'source', 'day', 'upvotes', 'comments', 'first_seen_at as firstSeenAt'])
    .where('paper_id', 'in', ids)
    .execute()
  const ofPaper = Map.groupBy(rows, ({ paper_id }) => paper_id)
  return new Map([...papers].map(([id, paper]) => [id, { paper, sightings: ofPaper.get(id) ?? [] }]))
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
  const posted = postings.map((row) => ({ ...row, outcome: 'posted' as const, reason: '', upvotes: null }))
  return byChannel([...outcomes, ...posted], (own) => new Map(own.map((row) => [row.paper_id, row])))
}

function byChannel<Row extends { channel_id: ChannelId }, Value>(
  rows: Row[],
  combine: (rows: Row[]) => Value,
): Map<ChannelId, Value> {
  const groups = Map.groupBy(rows, ({ channel_id }) => channel_id)
  return new Map([...groups].map(([channel, own]) => [channel, combine(own)]))
}
