import { answerSearch, type SearchRequest } from './answer.ts'
import { complete } from './completion.ts'
import type { SearchEngine } from './engines/engine.ts'
import type { PaperSearch, SearchAnswer } from './paper-search.ts'
import { createCorpusSizeReader } from './ranking/corpus-size.ts'
import { findSimilar } from './similar.ts'
import { createVectorSearch } from './vectors/vector-search.ts'

/** Everything that can be asked of an index, on any thread. */
export type Searcher = Pick<PaperSearch, 'similar' | 'complete'> & {
  search(query: string, request: SearchRequest): Promise<SearchAnswer>
}

/** `model`: whose vectors are compared; without one only words are. */
export function createSearcher(engine: SearchEngine, model: string | null = null): Searcher {
  const meaning = model === null ? null : createVectorSearch(engine, model)
  const sources = { readCoverage: createCorpusSizeReader(engine), meaning }
  return {
    search: (query, request) => answerSearch(engine, sources, query, request),
    similar: (paper, asker, limit) => findSimilar(engine, sources, paper, asker, limit),
    complete: (prefix) => complete(engine, sources.readCoverage, prefix),
  }
}

/** Asks what a message names, with what it brings. */
export const askBy = (searcher: Searcher, kind: keyof Searcher, given: unknown[]): Promise<unknown> =>
  (searcher[kind] as (...given: unknown[]) => Promise<unknown>)(...given)
