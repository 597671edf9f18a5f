import type { SearchEngine } from '../engines/engine.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import { rankPapers } from './bm25.ts'
import { conditionsOf } from './conditions.ts'
import { listSorted } from './list-sorted.ts'
import type { RankedMatches } from './read-hits.ts'
import { retrieveCandidates, type SearchBudget } from './retrieve.ts'

/** How many papers are ranked exactly for the first pages. */
const CANDIDATES = 150
/** For later pages. */
const MOST_CANDIDATES = 600

/** The best papers, best first; `reach` is how many hits are read at most. */
export async function findRanked(
  engine: SearchEngine,
  interpretation: Interpretation,
  { reach, ...circumstances }: Omit<SearchBudget, 'size'> & { reach: number },
): Promise<RankedMatches> {
  const { text, terms, spans, sort } = interpretation
  const size = reach <= CANDIDATES ? CANDIDATES : MOST_CANDIDATES
  if (text === null || sort !== 'best')
    return listSorted(engine, conditionsOf(interpretation, engine), sort, circumstances.voterGroup, size)
  const budget = { ...circumstances, size }
  const { candidates, statistics, whole } = await retrieveCandidates(engine, { ...interpretation, text }, budget)
  const ranked = rankPapers(candidates, terms, spans, statistics)
  return {
    total: Math.max(whole, candidates.length),
    whole,
    ranked: ranked.map(({ candidate: { id }, score }) => ({ id, score })),
  }
}
