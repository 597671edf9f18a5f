import type { FetchResult, IsoDay, Paper, PaperSource, Sighting, Window } from '../../core/paper.ts'
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

/** One category. The feed holds the newest listing alone; days before it that were not seen yet are asked from the API, once. */
export function createCategory({ name, now, fetchAnnouncements, fetchListings }: CategoryOptions): PaperSource {
  const seen = createSeenDays()

  async function fetchPapers(window: Window, signal: AbortSignal): Promise<FetchResult> {
    const feed = await fetchAnnouncements(signal).catch(keepSourceError)
    const fetched = feed instanceof SourceError ? { sightings: [], skipped: [feed.message] } : inWindow(feed, window)
    if (!(feed instanceof SourceError) && feed.day) seen.add(feed.day)
    const today = new Date(now()).toISOString().slice(0, 10)
    const missing = weekdays(window.since, window.until).filter(
      (day) => day <= lastDayBefore(feed, today) && !seen.has(day),
    )
    const [first, last] = [missing[0], missing.at(-1)]
    if (!first || !last) return fetched
    const earlier = await fetchListings(first, last, signal).catch(keepSourceError)
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

/** The last day that only the API can tell about: all of them when the feed fails, else those before the feed’s own. */
function lastDayBefore(feed: Announcements | SourceError, today: IsoDay): IsoDay {
  if (feed instanceof SourceError) return today
  const upTo = new Date(Date.parse(feed.day ?? today) - 86_400_000)
  return upTo.toISOString().slice(0, 10)
}

const MAX_SEEN = 100

function createSeenDays() {
  const days = new Set<IsoDay>()
  return {
    has: (day: IsoDay) => days.has(day),
    add(day: IsoDay) {
      days.add(day)
      if (days.size > MAX_SEEN) for (const oldest of days.values().take(1)) days.delete(oldest)
    },
  }
}
