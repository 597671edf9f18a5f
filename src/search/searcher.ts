import type { PaperId } from '../paper.ts'
import { answerSearch, type Limits } from './answer.ts'
import type { Asker } from './asker.ts'
import { type Completion, complete } from './completion.ts'
import type { SearchEngine } from './engines/engine.ts'
import { createCoverageReader } from './ranking/coverage.ts'
import type { Hit, SearchAnswer } from './search.ts'
import { findSimilar } from './similar.ts'

/** Everything that can be asked of an index, on whatever thread. */
export type Searcher = {
  search(query: string, limits: Limits): Promise<SearchAnswer>
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<Hit[]>
  complete(prefix: string): Promise<Completion[]>
}

export function createSearcher(engine: SearchEngine): Searcher {
  const readCoverage = createCoverageReader(engine)
  return {
    search: (query, limits) => answerSearch(engine, readCoverage, query, limits),
    similar: (paper, asker, limit) => findSimilar(engine, readCoverage, paper, asker, limit),
    complete: (prefix) => complete(engine, prefix),
  }
}
