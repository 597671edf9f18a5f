import type { Card } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { lineCard } from './texts.ts'

/** A line for each of these papers that is stored, numbered from `first` on. */
export async function lineCards(db: Db, ids: PaperId[], first = 1): Promise<Card[]> {
  const [papers, popularity] = [await findPapers(db, ids), await popularityOf(db, ids)]
  return ids.flatMap((id, index) => {
    const paper = papers.get(id)
    return paper ? [lineCard(paper, popularity.get(id) ?? NO_POPULARITY, first + index)] : []
  })
}
