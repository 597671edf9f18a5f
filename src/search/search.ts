import type { Store } from '../db/open.ts'
import { createPostgresEngine } from './engines/postgres.ts'
import type { PaperSearch } from './paper-search.ts'
import { WEIGHTS } from './ranking/weights.ts'
import { createSearcher } from './searcher.ts'
import { createSearchThread, DEADLINE_MS } from './thread/thread.ts'
import type { EmbedQuery } from './vectors/query-vectors.ts'

/** The vectors to search with. `extension`: the file with SQLite's vector functions; PostgreSQL needs none. */
export type VectorOptions = { model: string; isLocal: boolean; extension: string | null; vectorOf: EmbedQuery }

/** Opens the search over a store. It writes nothing. SQLite is searched on a thread of its own. */
export async function openSearch(store: Store, byMeaning: VectorOptions | null = null): Promise<PaperSearch> {
  return store.dialect === 'sqlite' ? createThreadSearch(store.place, byMeaning) : createDirectSearch(store, byMeaning)
}

const sentTo = (byMeaning: VectorOptions | null) => (byMeaning?.isLocal === false ? byMeaning.model : null)

const noVector: EmbedQuery = async () => null

function createThreadSearch(path: string, byMeaning: VectorOptions | null): PaperSearch {
  const { model = '', extension = null, vectorOf = noVector } = byMeaning ?? {}
  const thread = createSearchThread(path, { vectors: extension === null ? null : { model, extension } })
  return {
    model: sentTo(byMeaning),
    search: async (query, { signal, ...options }) =>
      thread.ask({ about: 'search', query, vector: await vectorOf(query), ...options }, signal),
    similar: (paper, asker, limit) => thread.ask({ about: 'similar', paper, asker, limit }),
    complete: (prefix) => thread.ask({ about: 'complete', prefix }),
    close: thread.close,
  }
}

/** PostgreSQL works in its own process. */
function createDirectSearch(store: Store, byMeaning: VectorOptions | null): PaperSearch {
  const searcher = createSearcher(createPostgresEngine(store.db), WEIGHTS, byMeaning?.model)
  const { vectorOf = noVector } = byMeaning ?? {}
  return {
    model: sentTo(byMeaning),
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
