import type { PaperId } from '../../paper.ts'
import { attentionOf, findPapers } from '../../store/papers.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Unit } from '../meaning/units.ts'
import type { Hit } from '../search.ts'
import { excerptOf, mark } from './marking.ts'

export type Scored = { id: PaperId; score: number }

/** The papers as people are shown them, in the given order. */
export async function readHits({ db }: SearchEngine, found: Scored[], units: Unit[]): Promise<Hit[]> {
  const ids = found.map(({ id }) => id)
  const papers = await findPapers(db, ids)
  const attention = await attentionOf(db, ids)
  return found.flatMap(({ id, score }) => {
    const paper = papers.get(id)
    if (!paper) return []
    const { upvotes = null, days = [] } = attention.get(id) ?? {}
    const title = mark(paper.title, units)
    return [{ paper, score, title, excerpt: excerptOf(paper.abstract, units), upvotes, day: days.at(-1)?.day ?? null }]
  })
}
