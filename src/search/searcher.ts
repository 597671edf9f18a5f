import type { PaperId } from '../core/paper.ts'
import { answerSearch, type SearchRequest } from './answer.ts'
import type { Asker } from './asker.ts'
import { complete } from './completion.ts'
import type { SearchEngine } from './engines/engine.ts'
import type { Completion, Hit, SearchAnswer } from './paper-search.ts'
import { createCorpusSizeReader } from './ranking/corpus-size.ts'
import { WEIGHTS } from './ranking/weights.ts'
import { findSimilar } from './similar.ts'
import { createVectorSearch } from './vectors/vector-search.ts'

/** Everything that can be asked of an index, on whatever thread. */
export type Searcher = {
  search(query: string, limits: SearchRequest): Promise<SearchAnswer>
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<Hit[]>
  complete(prefix: string): Promise<Completion[]>
}

/** `weights`: a benchmark tries others. `model`: whose vectors say what papers mean; without one only words do. */
export function createSearcher(engine: SearchEngine, weights = WEIGHTS, model: string | null = null): Searcher {
  const meaning = model === null ? null : createVectorSearch(engine, model)
  const reading = { readCoverage: createCorpusSizeReader(engine), weights, meaning }
  return {
    search: (query, limits) => answerSearch(engine, reading, query, limits),
    similar: (paper, asker, limit) => findSimilar(engine, reading, paper, asker, limit),
    complete: (prefix) => complete(engine, reading.readCoverage, prefix),
  }
}
