import type { Paper, PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, type Popularity, popularityOf } from '../../papers/popularity.ts'

/** More would be kept than a morning's papers. */
const MOST_KEPT = 1_000

type PaperWithPopularity = { paper: Paper; popularity: Popularity }

/** Papers with the popularity they got, in the order asked for; one that is not on record is left out. */
export type ReadPapers = (ids: PaperId[]) => Promise<PaperWithPopularity[]>

/** Reads each paper once in a round of wording: a thousand channels bring the same ones. */
export function createPaperReader(db: Db): ReadPapers {
  const known = new Map<PaperId, PaperWithPopularity>()
  return async (ids) => {
    if (known.size > MOST_KEPT) known.clear()
    // Taken before anything is waited for: others read meanwhile, and may make room.
    const found = new Map(ids.map((id) => [id, known.get(id)]))
    const missing = ids.filter((id) => !found.get(id))
    const [papers, popularity] =
      missing.length === 0 ? [] : [await findPapers(db, missing), await popularityOf(db, missing)]
    for (const [id, paper] of papers ?? []) {
      const read = { paper, popularity: popularity?.get(id) ?? NO_POPULARITY }
      known.set(id, read)
      found.set(id, read)
    }
    return ids.flatMap((id) => found.get(id) ?? [])
  }
}
