import type { IsoDay, PaperId, SourceName } from '../../core/paper.ts'
import { highest } from '../../papers/popularity.ts'
import type { PooledPaper } from '../pool.ts'
import type { Decision, DigestCandidate } from './choose.ts'

export type StartDays = Map<SourceName, IsoDay>

export type CandidateFilter = { sources: SourceName[]; decisions: Map<PaperId, Decision> } & (
  | {
      /** What came since the last digest (milliseconds), and not from before the source's first day in the channel. */
      scope: 'news'
      startDays: StartDays
      lastPlannedAt: number | null
    }
  | {
      /** What sources list on a chosen day, and what came after the digests of the days before. */
      scope: 'day'
      date: IsoDay
      digestDates: Set<IsoDay>
    }
)

type Sightings = PooledPaper['sightings']

/** The papers of the pool that one channel chooses from. */
export function candidatesFor(pool: Iterable<PooledPaper>, filter: CandidateFilter): DigestCandidate[] {
  const candidates: DigestCandidate[] = []
  for (const { paper, sightings } of pool) {
    const own = sightings.filter(({ source }) => filter.sources.includes(source))
    const day = daysOf(own).at(-1)
    if (day === undefined || !isCandidate(own, filter)) continue
    candidates.push({
      paper,
      day,
      days: own,
      upvotes: highest(own.map(({ upvotes }) => upvotes)),
      comments: highest(own.map(({ comments }) => comments)),
      isNew: isNew(own, filter),
      before: filter.decisions.get(paper.id) ?? null,
    })
  }
  return candidates
}

function isCandidate(sightings: Sightings, filter: CandidateFilter): boolean {
  if (filter.scope === 'news') return sightings.some(({ source }) => isNews(sightings, source, filter.startDays))
  const { date, digestDates } = filter
  const hasDigestSince = (day: IsoDay) => digestDates.values().some((digest) => digest >= day)
  return sightings.some(({ day }) => day === date || (day < date && hasDigestSince(day)))
}

/** The first day a source listed the paper decides: a feed without dates lists its backlog anew every day. */
function isNews(sightings: Sightings, source: SourceName, startDays: StartDays): boolean {
  const startDay = startDays.get(source)
  const [first] = daysOf(sightings.filter((sighting) => sighting.source === source))
  return startDay !== undefined && first !== undefined && first >= startDay
}

function isNew(sightings: Sightings, filter: CandidateFilter): boolean {
  if (filter.scope === 'day') return sightings.some(({ day }) => day === filter.date)
  return Math.max(...sightings.map(({ firstSeenAt }) => firstSeenAt)) > (filter.lastPlannedAt ?? 0)
}

const daysOf = (sightings: Sightings): IsoDay[] => sightings.map(({ day }) => day).toSorted()
