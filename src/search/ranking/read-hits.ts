import type { PaperId } from '../../core/paper.ts'
import { findPapers } from '../../papers/papers.ts'
import { popularityOf } from '../../papers/popularity.ts'
import { votesFor } from '../../voting/tally.ts'
import type { VoterGroup } from '../../voting/voter-groups.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { QueryTerm } from '../interpretation/query-terms.ts'
import type { Hit } from '../paper-search.ts'
import { createHighlighter } from './highlight.ts'

type ScoredPaper = { id: PaperId; score: number }

/** `whole`: how many papers hold everything; `total` also counts those that lack a word and are shown. */
export type RankedMatches = { ranked: ScoredPaper[]; total: number; whole: number }

/** The papers as they are shown, in the given order. `close`: those that were found by their meaning alone. */
export async function readHits(
  { db }: SearchEngine,
  found: ScoredPaper[],
  terms: QueryTerm[],
  voterGroup: VoterGroup,
  close: ReadonlySet<PaperId> = new Set(),
): Promise<Hit[]> {
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const papers = await findPapers(db, ids)
  const [popularity, votes] = [await popularityOf(db, ids), await votesFor(db, voterGroup, ids)]
  const { highlight, excerptOf } = createHighlighter(terms)
  return found.flatMap(({ id, score }) => {
    const paper = papers.get(id)
    if (!paper) return []
    const { upvotes = null, days = [] } = popularity.get(id) ?? {}
    const title = highlight(paper.title)
    const excerpt = excerptOf(paper.abstract)
    const day = days.at(-1)?.day ?? null
    return [{ paper, score, title, excerpt, upvotes, votes: votes.get(id) ?? 0, day, isClose: close.has(id) }]
  })
}
