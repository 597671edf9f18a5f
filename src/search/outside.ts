import type { Harvest } from '../paper.ts'
import type { Store } from '../store/open.ts'
import { type Recorded, recordSightings } from '../store/papers.ts'

/** Papers that another place finds for words. Throws a `SourceError` when it could not be asked. */
export type FetchMatches = (words: string, signal: AbortSignal) => Promise<Harvest>

/** No channel takes papers from it: what somebody looked for is no news. */
const SOURCE = 'search'

/** Asks elsewhere and keeps what is found there, so that the next search finds it here. */
export async function searchOutside(
  store: Store,
  fetchMatches: FetchMatches,
  words: string,
  signal: AbortSignal,
): Promise<Recorded> {
  const { sightings } = await fetchMatches(words, signal)
  const kept = sightings.map((sighting) => ({ ...sighting, source: SOURCE }))
  return recordSightings(store, kept, Date.now())
}
