import { z } from 'zod'
import type { Paper, PaperId } from '../../core/paper.ts'
import { loadPaperHistories, NO_HISTORY } from '../../library/paper-history.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import type { ChannelView } from '../archive/session.ts'

/** A paper in a list. */
export const paperRecord = z.object({
  id: z.string().describe('what other tools take as `paper`'),
  title: z.string(),
  authors: z.array(z.string()).describe('at most ten'),
  published: z.string().nullable().describe('YYYY, YYYY-MM or YYYY-MM-DD'),
  url: z.string(),
  upvotes: z.number().nullable().describe('on Hugging Face, as last seen'),
  team_votes: z.number().describe('people of this team who want to discuss it'),
  standing: z.string().nullable().describe('“retracted” or “withdrawn”: its claims no longer stand'),
})

export type PaperRecord = z.infer<typeof paperRecord>

const MAX_AUTHORS = 10

/** In the order of `ids`; what is not stored is left out. */
export async function paperRecords({ store, reader }: ChannelView, ids: PaperId[]): Promise<PaperRecord[]> {
  const [papers, popularity] = [await findPapers(store.db, ids), await popularityOf(store.db, ids)]
  const histories = await loadPaperHistories(store, ids, reader)
  return ids.flatMap((id) => {
    const paper = papers.get(id)
    if (!paper) return []
    const { votes } = histories.get(id) ?? NO_HISTORY
    return [recordOf(paper, (popularity.get(id) ?? NO_POPULARITY).upvotes, votes)]
  })
}

const recordOf = (paper: Paper, upvotes: number | null, votes: number): PaperRecord => ({
  id: paper.id,
  title: paper.title,
  authors: paper.authors.slice(0, MAX_AUTHORS),
  published: paper.publishedAt,
  url: paper.links.abstract,
  upvotes,
  team_votes: votes,
  standing: paper.facts.standing ?? null,
})
