import type { PaperId } from '../paper.ts'
import { answerSearch, type Limits } from './answer.ts'
import type { Asker } from './asker.ts'
import { type Completion, complete } from './completion.ts'
import type { SearchEngine } from './engines/engine.ts'
import { createCoverageReader } from './ranking/coverage.ts'
import { WEIGHTS } from './ranking/weights.ts'
import type { Hit, SearchAnswer } from './search.ts'
import { findSimilar } from './similar.ts'

/** Everything that can be asked of an index, on whatever thread. */
export type Searcher = {
  search(query: string, limits: Limits): Promise<SearchAnswer>
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<Hit[]>
  complete(prefix: string): Promise<Completion[]>
}

/** `weights`: a benchmark tries others. */
export function createSearcher(engine: SearchEngine, weights = WEIGHTS): Searcher {
  const reading = { readCoverage: createCoverageReader(engine), weights }
  return {
    search: (query, limits) => answerSearch(engine, reading, query, limits),
    similar: (paper, asker, limit) => findSimilar(engine, reading, paper, asker, limit),
    complete: (prefix) => complete(engine, reading.readCoverage, prefix),
  }
}
