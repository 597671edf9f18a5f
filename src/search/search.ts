import type { Span } from '../message.ts'
import type { IsoDay, Paper } from '../paper.ts'
import type { Store } from '../store/open.ts'
import { answerSearch } from './answer.ts'
import { createSqliteEngine } from './sqlite-engine.ts'

export type SearchOptions = { limit: number; offset: number; signal?: AbortSignal }

export type Hit = {
  paper: Paper
  score: number
  title: Span[]
  /** The part of the abstract that holds most of what was asked for. */
  excerpt: Span[] | null
  upvotes: number | null
  /** The newest day a source lists it on. */
  day: IsoDay | null
}

export type SearchAnswer = {
  hits: Hit[]
  /** How many papers hold everything that was asked for. */
  total: number
  coverage: { papers: number; since: IsoDay | null }
  /** What was taken for a slip of the pen; `exact` searches for what was written. */
  correction: { corrected: Span[]; exact: string } | null
  /** The query as it was understood, when that is not what was written. */
  corrected: string | null
  problems: string[]
  /** When nothing was found: searches close to this one that find something. */
  nearest: { query: string; total: number }[]
}

export type PaperSearch = {
  search(query: string, options: SearchOptions): Promise<SearchAnswer>
  close(): Promise<void>
}

/** Opens the search over a store. It reads and writes nothing. */
export async function openSearch(store: Store): Promise<PaperSearch> {
  const engine = createSqliteEngine(store.db)
  return {
    search: (query, options) => answerSearch(engine, query, options),
    close: async () => {},
  }
}
