import type { IsoDay, PaperId, SourceName } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

/** Of a paper that no source lists. Counts are null where no source has any. */
export const NO_POPULARITY = {
  upvotes: null as number | null,
  comments: null as number | null,
  days: [] as { source: SourceName; day: IsoDay }[],
}

/** Upvotes and comments as last seen, the highest over all days and sources. */
export type Popularity = typeof NO_POPULARITY

export async function popularityOf(db: Db, ids: PaperId[]): Promise<Map<PaperId, Popularity>> {
  const all = new Map<PaperId, Popularity>()
  const rows = await db.selectFrom('sightings').selectAll().where('paper_id', 'in', ids).orderBy('day').execute()
  for (const { paper_id, source, day, upvotes, comments } of rows) {
    const before = all.get(paper_id) ?? NO_POPULARITY
    all.set(paper_id, {
      upvotes: highest([before.upvotes, upvotes]),
      comments: highest([before.comments, comments]),
      days: [...before.days, { source, day }],
    })
  }
  return all
}

export function highest(counts: (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length > 0 ? Math.max(...known) : null
}
