import type { FetchResult, IsoDay, Paper, PaperSource, Sighting, Window } from '../../core/paper.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import type { Announcements } from './announcements.ts'
import { weekdays } from './calendar.ts'

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

  async function fetchPapers(window: Window, signal: AbortSignal): Promise<FetchResult> {
    const feed = await fetchAnnouncements(signal).catch(keepSourceError)
    const fetched = feed instanceof SourceError ? { sightings: [], skipped: [feed.message] } : inWindow(feed, window)
    if (!(feed instanceof SourceError) && feed.day) seen.add(feed.day)
    const today = localDate('UTC', now())
    // Only the API can tell of days before the feed's own, and of all days when the feed fails.
    const last = feed instanceof SourceError ? today : addDays(feed.day ?? today, -1)
    const missing = weekdays(window.since, window.until).filter((day) => day <= last && !seen.has(day))
    const [oldest, newest] = [missing[0], missing.at(-1)]
    if (!oldest || !newest) return fetched
    const earlier = await fetchListings(oldest, newest, signal).catch(keepSourceError)
    if (earlier instanceof SourceError) {
      if (feed instanceof SourceError) throw feed
      return { ...fetched, skipped: [...fetched.skipped, earlier.message] }
    }
    for (const day of missing) if (day < today) seen.add(day)
    const wanted = earlier.sightings.filter(({ day }) => missing.includes(day))
    return { sightings: [...fetched.sightings, ...wanted], skipped: [...fetched.skipped, ...earlier.skipped] }
  }

  const inWindow = ({ announced, skipped }: Announcements, { since, until }: Window): FetchResult => ({
    sightings: announced
      .filter(({ day }) => day >= since && day <= until)
      .map(({ day, paper }) => sighting(name, day, paper)),
    skipped,
  })

  return { name: `arxiv:${name}`, fetchPapers }
}

export const sighting = (category: string, day: IsoDay, paper: Paper): Sighting => ({
  source: `arxiv:${category}`,
  day,
  paper,
  upvotes: null,
  comments: null,
})
