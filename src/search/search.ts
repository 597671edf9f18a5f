import type { Span } from '../message.ts'
import type { IsoDay, Paper, PaperId } from '../paper.ts'
import type { Store } from '../store/open.ts'
import type { Asker } from './asker.ts'
import type { Completion } from './completion.ts'
import { createPostgresEngine } from './engines/postgres.ts'
import { WEIGHTS } from './ranking/weights.ts'
import { createSearcher } from './searcher.ts'
import { createSearchThread, DEADLINE_MS } from './thread/thread.ts'
import type { VectorOf } from './vectors/questions.ts'

export type SearchOptions = {
  /** null: whoever runs Paperboy, who sees all. */
  asker: Asker | null
  limit: number
  offset: number
  signal?: AbortSignal
}

export type Hit = {
  paper: Paper
  score: number
  title: Span[]
  /** The part of the abstract that holds most of what was asked for. */
  excerpt: Span[] | null
  upvotes: number | null
  /** Of those who vote together with whoever asks. */
  votes: number
  /** The newest day a source lists it on. */
  day: IsoDay | null
  /** It holds other words than those that were asked for, and means much the same. */
  isClose: boolean
}

export type SearchAnswer = {
  hits: Hit[]
  /** How many papers there are to read on. */
  total: number
  /** How many of them hold only some of what was asked for. */
  partial: number
  /** How many of them hold other words and mean much the same. */
  close: number
  /** The closest of these that stand behind the first page, to be shown below it: few read on that far. */
  alsoClose: Hit[]
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
  /** Who is shown the free words of a search; null: nobody. */
  model: string | null
  search(query: string, options: SearchOptions): Promise<SearchAnswer>
  /** The papers that share the most telling words with this one. */
  similar(paper: PaperId, asker: Asker | null, limit: number): Promise<Hit[]>
  /** Titles, authors and abbreviations for what somebody began to write, at most 25. */
  complete(prefix: string): Promise<Completion[]>
  close(): Promise<void>
}

/** How papers are found by their meaning, too. `extension`: the file that teaches SQLite to compare vectors; PostgreSQL can. */
export type ByMeaning = { model: string; extension: string | null; vectorOf: VectorOf }

/** Opens the search over a store. It writes nothing. SQLite is searched on a thread of its own. */
export async function openSearch(store: Store, byMeaning: ByMeaning | null = null): Promise<PaperSearch> {
  return store.dialect === 'sqlite' ? createThreadSearch(store.place, byMeaning) : createDirectSearch(store, byMeaning)
}

const noVector: VectorOf = async () => null

function createThreadSearch(path: string, byMeaning: ByMeaning | null): PaperSearch {
  const { model = '', extension = null, vectorOf = noVector } = byMeaning ?? {}
  const thread = createSearchThread(path, { vectors: extension === null ? null : { model, extension } })
  return {
    model: byMeaning?.model ?? null,
    search: async (query, { signal, ...options }) =>
      thread.ask({ about: 'search', query, vector: await vectorOf(query), ...options }, signal),
    similar: (paper, asker, limit) => thread.ask({ about: 'similar', paper, asker, limit }),
    complete: (prefix) => thread.ask({ about: 'complete', prefix }),
    close: thread.close,
  }
}

/** PostgreSQL works in its own process. */
function createDirectSearch(store: Store, byMeaning: ByMeaning | null): PaperSearch {
  const searcher = createSearcher(createPostgresEngine(store.db), WEIGHTS, byMeaning?.model)
  const { vectorOf = noVector } = byMeaning ?? {}
  return {
    model: byMeaning?.model ?? null,
    search: async (query, { signal, ...options }) => {
      signal?.throwIfAborted()
      const vector = await vectorOf(query)
      return searcher.search(query, { ...options, vector, until: Date.now() + DEADLINE_MS })
    },
    similar: searcher.similar,
    complete: searcher.complete,
    close: async () => {},
  }
}
