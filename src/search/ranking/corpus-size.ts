import { coverage } from '../../papers/papers.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { SearchAnswer } from '../paper-search.ts'

export type ReadCoverage = () => Promise<SearchAnswer['coverage']>

// Counting a hundred thousand papers takes longer than finding one.
const KEPT_MS = 5_000

/** Reads how much there is to search, at most every few seconds when that is much. */
export function createCoverageReader({ db }: SearchEngine): ReadCoverage {
  let kept: { at: number; covered: SearchAnswer['coverage'] } | null = null
  return async () => {
    if (kept && kept.covered.papers > 10_000 && Date.now() - kept.at < KEPT_MS) return kept.covered
    kept = { at: Date.now(), covered: await coverage(db) }
    return kept.covered
  }
}
