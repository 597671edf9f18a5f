import type { Card } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { readPapers } from './read-papers.ts'
import { lineCard } from './texts.ts'

/** A line for each of these papers that is stored, numbered from `first` on; null: without numbers. */
export async function lineCards(db: Db, ids: PaperId[], first: number | null = 1): Promise<Card[]> {
  const papers = await readPapers(db, ids)
  return papers.map(({ paper, popularity }, index) =>
    lineCard(paper, popularity, first === null ? null : first + index),
  )
}
