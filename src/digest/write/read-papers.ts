import type { Card } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, type Popularity, popularityOf } from '../../papers/popularity.ts'
import { lineCard } from './texts.ts'

/** More than the papers of a morning. */
const MOST_KEPT = 1_000

type PaperWithPopularity = { paper: Paper; popularity: Popularity }

/** Papers with their popularity, in the order asked for; one that is not stored is left out. */
export type PaperReader = (ids: PaperId[]) => Promise<PaperWithPopularity[]>

async function readPapers(db: Db, ids: PaperId[]): Promise<PaperWithPopularity[]> {
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
    const missing = ids.filter((id) => !found.get(id))
    for (const read of await readPapers(db, missing)) {
      known.set(read.paper.id, read)
      found.set(read.paper.id, read)
    }
    return ids.flatMap((id) => found.get(id) ?? [])
  }
}

/** A line for each of these papers that is stored, numbered from `first` on; null: without numbers. */
export async function lineCards(db: Db, ids: PaperId[], first: number | null = 1): Promise<Card[]> {
  const papers = await readPapers(db, ids)
  return papers.map(({ paper, popularity }, index) =>
    lineCard(paper, popularity, first === null ? null : first + index),
  )
}

/** A line for each of these whose paper is stored, and what is said of it. */
export async function lineCardsOf<Item extends { paper: PaperId }>(
  db: Db,
  items: Item[],
  say: (item: Item, card: Card) => Partial<Card>,
  first: number | null = null,
): Promise<Card[]> {
  const byPaper = new Map(items.map((item) => [item.paper, item]))
  const cards = await lineCards(db, [...byPaper.keys()], first)
  return cards.map((card) => {
    const item = card.paper && byPaper.get(card.paper)
    return item ? { ...card, ...say(item, card) } : card
  })
}
