import { corpusSize } from '../../papers/papers.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { SearchAnswer } from '../paper-search.ts'

export type ReadCorpusSize = () => Promise<SearchAnswer['coverage']>

// Counting a hundred thousand papers takes longer than finding one.
const KEPT_MS = 60_000

/** Reads how many papers there are; a large number is cached for a minute. */
export function createCorpusSizeReader({ db }: SearchEngine): ReadCorpusSize {
  let kept: { at: number; covered: SearchAnswer['coverage'] } | null = null
  return async () => {
    if (kept && kept.covered.papers > 10_000 && Date.now() - kept.at < KEPT_MS) return kept.covered
    kept = { at: Date.now(), covered: await corpusSize(db) }
    return kept.covered
  }
}
