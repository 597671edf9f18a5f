import type { IsoDay, PaperId, SourceName } from '../../core/paper.ts'
import type { PooledPaper } from '../pool.ts'
import type { Decision, DigestCandidate } from './choose.ts'

export type StartDays = Map<SourceName, IsoDay>

export type CandidateFilter = {
  sources: SourceName[]
  decisions: Map<PaperId, Decision>
} & (
  | {
      /** What came since the last digest (milliseconds), and is no older than the channel's subscription. */
      scope: 'news'
      floors: StartDays
      lastPlannedAt: number | null
    }
  | {
      /** What a chosen day lists, and what came late to days whose digest had been made. */
      scope: 'day'
      date: IsoDay
      digestDates: Set<IsoDay>
    }
)

type Sightings = PooledPaper['sightings']

/** The papers of the pool that one channel chooses from. */
export function candidatesFor(pool: Iterable<PooledPaper>, offer: CandidateFilter): DigestCandidate[] {
  const candidates: DigestCandidate[] = []
  for (const { paper, sightings } of pool) {
    const own = sightings.filter(({ source }) => offer.sources.includes(source))
    const day = own
      .map((sighting) => sighting.day)
      .toSorted()
      .at(-1)
    if (day === undefined || !isOffered(own, offer)) continue
    candidates.push({
      paper,
      day,
      days: own,
      upvotes: highest(own.map(({ upvotes }) => upvotes)),
      comments: highest(own.map(({ comments }) => comments)),
      isNew: isNew(own, offer),
      before: offer.decisions.get(paper.id) ?? null,
    })
  }
  return candidates
}

function isOffered(sightings: Sightings, offer: CandidateFilter): boolean {
  if (offer.scope === 'news') return sightings.some(({ source }) => isNews(sightings, source, offer.floors))
  return sightings.some(({ day }) => day === offer.date || (day < offer.date && hasDigestSince(offer, day)))
}

/** The first day a source listed the paper decides: a feed without dates lists its backlog anew every day. */
function isNews(sightings: Sightings, source: SourceName, floors: StartDays): boolean {
  const floor = floors.get(source)
  const first = sightings.flatMap((sighting) => (sighting.source === source ? [sighting.day] : [])).toSorted()[0]
  return floor !== undefined && first !== undefined && first >= floor
}

const hasDigestSince = ({ digestDates }: { digestDates: Set<IsoDay> }, day: IsoDay): boolean =>
  digestDates.values().some((date) => date >= day)

function isNew(sightings: Sightings, offer: CandidateFilter): boolean {
  if (offer.scope === 'day') return sightings.some(({ day }) => day === offer.date)
  return Math.max(...sightings.map(({ firstSeenAt }) => firstSeenAt)) > (offer.lastPlannedAt ?? 0)
}

function highest(counts: (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length > 0 ? Math.max(...known) : null
}
