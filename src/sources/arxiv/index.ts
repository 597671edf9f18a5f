import type { Logger } from 'pino'
import type { FetchResult, IsoDay, Paper, PaperId, PaperSource } from '../../core/paper.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import { parseAnnouncements } from './announcements.ts'
import { listingDay, submittedBetween } from './calendar.ts'
import { createCategory, sighting } from './category.ts'
import { type FullText, readArxivHtml } from './full-text.ts'
import { parseQueryAnswer } from './query.ts'

type ArxivOptions = {
  /**
   * Null asks arXiv. A mirror has it all below one address: `<url>/atom/cs.CL`, `<url>/api/query`, `<url>/html/<id>`.
   */
  url: string | null
  http: Http
  log: Logger
  now?: () => number
}

type Arxiv = {
  /** The papers of one category, `cs.CL`. A paper that is listed in two has a sighting in each. */
  category(name: string): PaperSource
  /** These papers, 100 at most, as far as arXiv has them. Throws a `SourceError` when arXiv cannot be asked. */
  fetchPapers(ids: PaperId[], signal: AbortSignal): Promise<Paper[]>
  /** One paper by its identifier; null when arXiv has none. Throws a `SourceError` when arXiv cannot be asked. */
  fetchPaper(id: PaperId, signal: AbortSignal): Promise<Paper | null>
  /** The whole paper; null when arXiv has no HTML of it. Throws a `SourceError` when it cannot be asked. */
  fetchFullText(id: PaperId, signal: AbortSignal): Promise<FullText | null>
}

/** The API wants large answers in slices. */
const SLICE = 200
/** No category has more in a few days. */
const MAX_PAPERS = 2_000

/** arXiv by category: the announcement feed of the day, and the API for the days that it no longer holds. */
export function createArxiv({ url, http, log, now = Date.now }: ArxivOptions): Arxiv {
  const feeds = `${url ?? 'https://rss.arxiv.org'}/atom`
  const api = `${url ?? 'https://export.arxiv.org'}/api/query`

  const get = async (address: string, about: string, signal: AbortSignal) =>
    decodeText(await http.get(address, { from: 'arXiv', about, accept: 'application/atom+xml', signal }))

  const query = async (parameters: Record<string, string>, about: string, signal: AbortSignal) =>
    parseQueryAnswer(await get(`${api}?${new URLSearchParams(parameters)}`, about, signal), about)

  async function fetchListings(name: string, since: IsoDay, until: IsoDay, signal: AbortSignal): Promise<FetchResult> {
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
        fetched.sightings.push(sighting(name, listingDay(submittedAt), paper))
      fetched.skipped.push(...answer.skipped)
      if (start + SLICE >= answer.total) break
    }
    log.debug({ category: name, since, until, papers: fetched.sightings.length }, 'earlier listings read')
    return fetched
  }

  async function fetchPapers(ids: PaperId[], signal: AbortSignal): Promise<Paper[]> {
    const names = ids.flatMap((id) => (id.startsWith('arxiv:') ? [id.slice('arxiv:'.length)] : []))
    if (names.length === 0) return []
    const about = names.length === 1 ? names.join() : `${names.length} papers`
    const list = { id_list: names.join(','), max_results: String(names.length) }
    return (await query(list, about, signal)).found.map(({ paper }) => paper)
  }

  return {
    fetchPapers,
    category: (name) =>
      createCategory({
        name,
        now,
        fetchAnnouncements: async (signal) => parseAnnouncements(await get(`${feeds}/${name}`, name, signal), name),
        fetchListings: (since, until, signal) => fetchListings(name, since, until, signal),
      }),
    fetchPaper: async (id, signal) => (await fetchPapers([id], signal))[0] ?? null,
    async fetchFullText(id, signal) {
      if (!id.startsWith('arxiv:')) return null
      const about = id.slice('arxiv:'.length)
      const asked = { from: 'arXiv', about, accept: 'text/html', signal }
      const answer = await http.get(`${url ?? 'https://arxiv.org'}/html/${about}`, asked).catch(keepSourceError)
      if (!(answer instanceof SourceError)) return readArxivHtml(await decodeText(answer), answer.url)
      if (answer.trouble === 'missing') return null
      throw answer
    },
  }
}
