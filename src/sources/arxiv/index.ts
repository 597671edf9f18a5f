import type { Logger } from 'pino'
import {
  type FetchResult,
  type IsoDay,
  identifierOf,
  type Paper,
  type PaperId,
  type PaperSource,
  type Sighting,
  type Window,
} from '../../core/paper.ts'
import { addDays, daysFrom, isWeekend, localDate } from '../../core/schedule.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import { parseAnnouncements, parseQueryAnswer } from './atom.ts'
import { listingDay, submittedBetween } from './calendar.ts'
import { type FullText, readArxivHtml } from './full-text.ts'

type ArxivOptions = {
  /** Null asks arXiv. A mirror has it below one address: `<url>/atom/cs.CL`, `<url>/api/query`, `<url>/html/<id>`. */
  url: string | null
  http: Http
  log: Logger
  now?: () => number
}

/** The API wants large answers in slices. */
const SLICE = 200
/** No category has more in a few days. */
const MAX_PAPERS = 2_000

/** arXiv by category: the announcement feed of the day, and the API for the days that it no longer holds. */
export function createArxiv({ url, http, log, now = Date.now }: ArxivOptions) {
  const feeds = `${url ?? 'https://rss.arxiv.org'}/atom`
  const api = `${url ?? 'https://export.arxiv.org'}/api/query`

  const get = async (address: string, about: string, signal: AbortSignal) =>
    decodeText(await http.get(address, { from: 'arXiv', about, accept: 'application/atom+xml', signal }))

  const query = async (parameters: Record<string, string>, about: string, signal: AbortSignal) =>
    parseQueryAnswer(await get(`${api}?${new URLSearchParams(parameters)}`, about, signal), about)

  /** The papers of one category, `cs.CL`. A paper that is listed in two has a sighting in each. */
  function category(name: string): PaperSource {
    const source = `arxiv:${name}`
    const seen = new Set<IsoDay>()
    const sighting = (day: IsoDay, paper: Paper): Sighting => ({ source, day, paper, upvotes: null, comments: null })

    /** The feed holds the newest listing alone; earlier days that were not seen yet are asked from the API, once. */
    async function fetchPapers({ since, until }: Window, signal: AbortSignal): Promise<FetchResult> {
      const read = await get(`${feeds}/${name}`, name, signal)
        .then((xml) => parseAnnouncements(xml, name))
        .catch(keepSourceError)
      const failure = read instanceof SourceError ? read : null
      const { day, announced, skipped } =
        read instanceof SourceError ? { day: null, announced: [], skipped: [read.message] } : read
      if (day) seen.add(day)
      const sightings = announced
        .filter((one) => one.day >= since && one.day <= until)
        .map((one) => sighting(one.day, one.paper))
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

    /** What was listed on these days, by way of the API. */
    async function fetchListings(since: IsoDay, until: IsoDay, signal: AbortSignal): Promise<FetchResult> {
      const fetched: FetchResult = { sightings: [], skipped: [] }
      const about = `${name} from ${since} to ${until}`
      const search_query = `cat:${name} AND submittedDate:${submittedBetween(since, until)}`
      for (let start = 0; start < MAX_PAPERS; start += SLICE) {
        const slice = { start: String(start), max_results: String(SLICE) }
        const order = { sortBy: 'submittedDate', sortOrder: 'descending' }
        const answer = await query({ search_query, ...order, ...slice }, about, signal)
        // A known fault of the API: it names a total and sends no entry.
        if (answer.count === 0 && answer.total > start)
          throw new SourceError(`arXiv named ${answer.total} papers for ${about} and sent none.`, 'shape')
        for (const { paper, submittedAt } of answer.found)
          fetched.sightings.push(sighting(listingDay(submittedAt), paper))
        fetched.skipped.push(...answer.skipped)
        if (start + SLICE >= answer.total) break
      }
      log.debug({ category: name, since, until, papers: fetched.sightings.length }, 'earlier listings read')
      return fetched
    }

    return { name: source, fetchPapers }
  }

  /** These papers, 100 at most, as far as arXiv has them. Throws a `SourceError` when arXiv cannot be asked. */
  async function fetchPapers(ids: PaperId[], signal: AbortSignal): Promise<Paper[]> {
    const names = ids.flatMap((id) => identifierOf(id, 'arxiv') ?? [])
    if (names.length === 0) return []
    const about = names.length === 1 ? names.join() : `${names.length} papers`
    const list = { id_list: names.join(','), max_results: String(names.length) }
    return (await query(list, about, signal)).found.map(({ paper }) => paper)
  }

  return {
    category,
    fetchPapers,
    /** One paper by its identifier; null when arXiv has none. Throws a `SourceError` when arXiv cannot be asked. */
    fetchPaper: async (id: PaperId, signal: AbortSignal): Promise<Paper | null> =>
      (await fetchPapers([id], signal))[0] ?? null,
    /** The whole paper; null when arXiv has no HTML of it. Throws a `SourceError` when it cannot be asked. */
    async fetchFullText(id: PaperId, signal: AbortSignal): Promise<FullText | null> {
      const about = identifierOf(id, 'arxiv')
      if (about === null) return null
      const asked = { from: 'arXiv', about, accept: 'text/html', signal }
      const answer = await http.get(`${url ?? 'https://arxiv.org'}/html/${about}`, asked).catch(keepSourceError)
      if (!(answer instanceof SourceError)) return readArxivHtml(await decodeText(answer), answer.url)
      if (answer.trouble === 'missing') return null
      throw answer
    },
  }
}
