import type { FetchResult, IsoDay, Paper, PaperSource, Sighting, Window } from '../../core/paper.ts'
import { addDays, daysFrom, isWeekend, localDate } from '../../core/schedule.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import type { Announcements } from './announcements.ts'

type CategoryOptions = {
  name: string
  now: () => number
  fetchAnnouncements(signal: AbortSignal): Promise<Announcements>
  /** What was listed on these days, by way of the API. */
  fetchListings(since: IsoDay, until: IsoDay, signal: AbortSignal): Promise<FetchResult>
}

/**
 * One category. The feed holds the newest listing alone; earlier days that were not seen yet are asked from the API,
 * once.
 */
export function createCategory({ name, now, fetchAnnouncements, fetchListings }: CategoryOptions): PaperSource {
  const seen = new Set<IsoDay>()

  async function fetchPapers({ since, until }: Window, signal: AbortSignal): Promise<FetchResult> {
    const read = await fetchAnnouncements(signal).catch(keepSourceError)
    const failure = read instanceof SourceError ? read : null
    const { day, announced, skipped } =
      read instanceof SourceError ? { day: null, announced: [], skipped: [read.message] } : read
    if (day) seen.add(day)
    const sightings = announced
      .filter((one) => one.day >= since && one.day <= until)
      .map((one) => sighting(name, one.day, one.paper))
    const today = localDate('UTC', now())
    // Only the API can tell of days before the feed's own, and of all days when the feed fails.
    const last = failure ? today : addDays(day ?? today, -1)
    const missing = daysFrom(since, until).filter((one) => one <= last && !isWeekend(one) && !seen.has(one))
    const [oldest, newest] = [missing[0], missing.at(-1)]
    if (!oldest || !newest) return { sightings, skipped }
    const earlier = await fetchListings(oldest, newest, signal).catch(keepSourceError)
    if (earlier instanceof SourceError) {
      if (failure) throw failure
      return { sightings, skipped: [...skipped, earlier.message] }
    }
    for (const one of missing) if (one < today) seen.add(one)
    const wanted = earlier.sightings.filter((one) => missing.includes(one.day))
    return { sightings: [...sightings, ...wanted], skipped: [...skipped, ...earlier.skipped] }
  }

  return { name: `arxiv:${name}`, fetchPapers }
}

export const sighting = (category: string, day: IsoDay, paper: Paper): Sighting => ({
  source: `arxiv:${category}`,
  day,
  paper,
  upvotes: null,
  comments: null,
})
