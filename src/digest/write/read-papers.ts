import type { Paper, PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, type Popularity, popularityOf } from '../../papers/popularity.ts'

/** More than the papers of a morning. */
const MOST_KEPT = 1_000

type PaperWithPopularity = { paper: Paper; popularity: Popularity }

/** Papers with their popularity, in the order asked for; one that is not stored is left out. */
export type PaperReader = (ids: PaperId[]) => Promise<PaperWithPopularity[]>

export async function readPapers(db: Db, ids: PaperId[]): Promise<PaperWithPopularity[]> {
  const [papers, popularity] = [await findPapers(db, ids), await popularityOf(db, ids)]
  return ids.flatMap((id) => {
    const paper = papers.get(id)
    return paper ? [{ paper, popularity: popularity.get(id) ?? NO_POPULARITY }] : []
  })
}

/** Keeps what it read: the messages of a thousand channels show the same papers. */
export function createPaperReader(db: Db): PaperReader {
  const known = new Map<PaperId, PaperWithPopularity>()
  return async (ids) => {
    if (known.size > MOST_KEPT) known.clear()
    // Taken before the first `await`: another read may clear what is known.
    const found = new Map(ids.map((id) => [id, known.get(id)]))
    for (const read of await readPapers(
      db,
      ids.filter((id) => !found.get(id)),
    )) {
      known.set(read.paper.id, read)
      found.set(read.paper.id, read)
    }
    return ids.flatMap((id) => found.get(id) ?? [])
  }
}
