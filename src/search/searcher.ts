import { answerSearch, type SearchRequest } from './answer.ts'
import { complete } from './completion.ts'
import type { SearchEngine } from './engines/engine.ts'
import type { PaperSearch, SearchAnswer } from './paper-search.ts'
import { createCorpusSizeReader } from './ranking/corpus-size.ts'
import { WEIGHTS } from './ranking/weights.ts'
import { findSimilar } from './similar.ts'
import { createVectorSearch } from './vectors/vector-search.ts'

/** Everything that can be asked of an index, on any thread. */
type Searcher = Pick<PaperSearch, 'similar' | 'complete'> & {
  search(query: string, request: SearchRequest): Promise<SearchAnswer>
}

/** `weights`: a benchmark tries others. `model`: whose vectors are compared; without one only words are. */
export function createSearcher(engine: SearchEngine, weights = WEIGHTS, model: string | null = null): Searcher {
  const meaning = model === null ? null : createVectorSearch(engine, model)
  const sources = { readCoverage: createCorpusSizeReader(engine), weights, meaning }
  return {
    search: (query, request) => answerSearch(engine, sources, query, request),
    similar: (paper, asker, limit) => findSimilar(engine, sources, paper, asker, limit),
    complete: (prefix) => complete(engine, sources.readCoverage, prefix),
  }
}
