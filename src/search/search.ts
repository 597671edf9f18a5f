import type { Store } from '../db/open.ts'
import { createPostgresEngine } from './engines/postgres.ts'
import type { PaperSearch } from './paper-search.ts'
import { askBy, createSearcher, type Searcher } from './searcher.ts'
import { createSearchThread, DEADLINE_MS, type SearchThread } from './thread/thread.ts'
import type { EmbedQuery } from './vectors/query-vectors.ts'

/** The vectors to search with. `extension`: the file with SQLite's vector functions; PostgreSQL needs none. */
export type VectorOptions = { model: string; isLocal: boolean; extension: string | null; vectorOf: EmbedQuery }

/** Opens the search over a store. It writes nothing. */
export async function openSearch(store: Store, byMeaning: VectorOptions | null = null): Promise<PaperSearch> {
  const { ask, close } = store.dialect === 'sqlite' ? openThread(store, byMeaning) : openHere(store, byMeaning)
  return {
    model: byMeaning?.isLocal === false ? byMeaning.model : null,
    async search(query, { signal, ...options }) {
      signal?.throwIfAborted()
      const vector = (await byMeaning?.vectorOf(query)) ?? null
      return ask('search', [query, { ...options, vector, until: Date.now() + DEADLINE_MS }], signal)
    },
    similar: (...given) => ask('similar', given),
    complete: (...given) => ask('complete', given),
    close,
  }
}

/** SQLite is searched on a thread of its own. */
function openThread({ place }: Store, byMeaning: VectorOptions | null): SearchThread {
  const { model = '', extension = null } = byMeaning ?? {}
  return createSearchThread(place, { vectors: extension === null ? null : { model, extension } })
}

/** PostgreSQL works in its own process. */
function openHere({ db }: Store, byMeaning: VectorOptions | null): SearchThread {
  const searcher = createSearcher(createPostgresEngine(db), byMeaning?.model)
  const ask = (kind: keyof Searcher, given: unknown[]) => askBy(searcher, kind, given)
  return { ask: ask as SearchThread['ask'], close: async () => {} }
}

/** Enough for V8 to compile the code of a search. */
const SEARCHES = 12
const asked = { asker: null, limit: 5, offset: 0 }

/**
 * Searches for titles of the newest papers, so that the first people who search do not wait for the thread to start. In
 * quotation marks: nothing is sent to a model.
 */
export async function warmUp({ search }: PaperSearch): Promise<void> {
  const { hits } = await search('sort:new', { ...asked, limit: SEARCHES })
  for (const { paper } of hits) {
    const words = paper.title.replaceAll('"', '').split(' ').slice(0, 3)
    await search(words.map((word) => `"${word}"`).join(' '), asked)
  }
}
