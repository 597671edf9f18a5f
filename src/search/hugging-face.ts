import type { FetchResult } from '../core/paper.ts'
import type { Store } from '../db/open.ts'
import { recordSightings } from '../papers/papers.ts'
import type { Clause, Query } from './query/clause.ts'

/** Searches another site for words. Throws a `SourceError` when it cannot be reached. */
export type FetchMatches = (words: string, signal: AbortSignal) => Promise<FetchResult>

/** No channel subscribes to this source, so that search results are never posted. */
const SOURCE = 'search'

/** Stores what Hugging Face finds, so that the next search finds it here; best first. */
export async function searchHuggingFace(store: Store, fetchMatches: FetchMatches, words: string, signal: AbortSignal) {
  const { sightings } = await fetchMatches(words, signal)
  const kept = sightings.map((sighting) => ({ ...sighting, source: SOURCE }))
  const { newPapers } = await recordSightings(store, kept, Date.now())
  return { papers: [...new Set(kept.map(({ paper }) => paper.id))], newPapers }
}

/** The words of a search: what is asked of a channel or a person means nothing elsewhere, and stays here. */
export const wordsForHuggingFace = ({ where }: Pick<Query, 'where'>): string =>
  (where ? textsOf(where) : []).join(' ').replaceAll(/\s+/g, ' ').trim()

function textsOf(clause: Clause): string[] {
  if (clause.is === 'all' || clause.is === 'any') return clause.of.flatMap(textsOf)
  return clause.is === 'text' ? [clause.text.replaceAll('*', '')] : []
}
