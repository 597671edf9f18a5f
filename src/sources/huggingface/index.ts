import type { Logger } from 'pino'
import { z } from 'zod'
import type { FetchResult, IsoDay, Paper, PaperId, Window } from '../../core/paper.ts'
import { daysFrom, localDate } from '../../core/schedule.ts'
import type { Section } from '../arxiv/outline.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import { parseDay, parseList, parseMatches, parseMonth, parsePaper } from './api.ts'
import { readMarkdown } from './markdown.ts'
import { parsePage } from './page.ts'

type HuggingFaceOptions = {
  /** `https://huggingface.co`, or a mirror. */
  url: string
  token: string | null
  http: Http
  log: Logger
  now?: () => number
}

/** The largest page the API gives. */
const LIMIT = 100
/** What it gives when it does not understand `limit`. */
const DEFAULT_LIMIT = 50
/** A month has about a thousand papers. */
const MAX_PAGES = 40

/** Hugging Face Daily Papers: the JSON API, and the HTML page when that fails. */
export function createHuggingFace({ url, token, http, log, now = Date.now }: HuggingFaceOptions) {
  /** Newest first: when the upstream goes away half-way, the day that people wait for is there. */
  async function fetchPapers(window: Window, signal: AbortSignal): Promise<FetchResult> {
    const fetched: FetchResult = { sightings: [], skipped: [] }
    const state: RunState = { api: null }
    let failure: SourceError | null = null
    for (const day of daysOf(window, localDate('UTC', now()))) {
      const found = await fetchDay(day, state, signal).catch(keepSourceError)
      if (!(found instanceof SourceError)) {
        fetched.sightings.push(...found.sightings)
        fetched.skipped.push(...found.skipped)
        continue
      }
      failure ??= found
      fetched.skipped.push(found.message)
      if (affectsAllDays(found)) break
    }
    if (failure && fetched.sightings.length === 0) throw failure
    return fetched
  }

  async function fetchDay(day: IsoDay, state: RunState, signal: AbortSignal): Promise<FetchResult> {
    const found = state.api ?? (await fetchList(`date=${day}`, day, signal, parseDay).catch(keepSourceError))
    if (!(found instanceof SourceError)) return found
    if (found.trouble === 'unreachable') throw found
    if (affectsAllDays(found)) state.api = found
    log.info({ day, err: found }, 'reading the page instead of the API')
    const page = await fetchPage(day, signal).catch(keepSourceError)
    if (!(page instanceof SourceError)) return page
    throw new SourceError(`${found.message} Its page did not help: ${page.message}`, page.trouble, found)
  }

  async function fetchPage(day: IsoDay, signal: AbortSignal): Promise<FetchResult> {
    const answer = await get(`/papers/date/${day}`, `the page of ${day}`, signal, 'text/html')
    // A day without papers redirects to another day, whose papers are not this day's.
    if (!answer.url.pathname.endsWith(`/${day}`)) return { sightings: [], skipped: [] }
    return parsePage(await decodeText(answer), day)
  }

  /**
   * A full page may be cut, so the next one is asked for. Nobody says whether `p` counts from 0 or 1: a `p=1` that
   * brings the first page again is passed over. `sort` is never sent: with `trending` the date is ignored.
   */
  async function fetchList(query: string, about: string, signal: AbortSignal, parse: typeof parseDay) {
    const items = new Map<string, unknown>()
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const paging = page === 0 ? '' : `&p=${page}`
      const answer = await get(`/api/daily_papers?${query}&limit=${LIMIT}${paging}`, about, signal)
      const list = parseList(await decodeText(answer), about)
      const before = items.size
      for (const item of list) items.set(identityOf(item), item)
      const nothingNew = items.size === before && page !== 1
      if (nothingNew || (list.length !== LIMIT && list.length !== DEFAULT_LIMIT)) break
    }
    return parse([...items.values()], about)
  }

  const get = (path: string, about: string, signal: AbortSignal, accept = 'application/json') =>
    http.get(url + path, { from: 'Hugging Face', token, about, accept, signal })

  return {
    name: 'huggingface',
    fetchPapers,
    /** One month of Daily Papers, `YYYY-MM`. Throws a `SourceError` when it cannot be read whole. */
    fetchMonth: (month: string, signal: AbortSignal) => fetchList(`month=${month}`, month, signal, parseMonth),
    /** What its own search finds, best first. Throws a `SourceError`. */
    async fetchMatches(words: string, signal: AbortSignal): Promise<FetchResult> {
      const answer = await get(`/api/papers/search?q=${encodeURIComponent(words)}`, `“${words}”`, signal)
      return parseMatches(parseList(await decodeText(answer), `“${words}”`), words)
    },
    /** One paper of arXiv, on Daily Papers or not; null when Hugging Face has no readable page of it. */
    async fetchPaper(id: PaperId, signal: AbortSignal): Promise<Paper | null> {
      const identifier = id.slice('arxiv:'.length)
      return parsePaper(await decodeText(await get(`/api/papers/${identifier}`, identifier, signal)))
    },
    /** The sections of a paper of arXiv; null when it has none. Throws a `SourceError`, also for one it never had. */
    async fetchSections(identifier: string, signal: AbortSignal): Promise<Section[] | null> {
      return readMarkdown(await decodeText(await get(`/papers/${identifier}.md`, identifier, signal, 'text/markdown')))
    },
  }
}

/** The API’s failure that makes further requests to it a waste of time, while one run lasts. */
type RunState = { api: SourceError | null }

/** The failure would be the same for the other days, and somebody waits. */
const affectsAllDays = ({ trouble }: SourceError): boolean => ['unreachable', 'slow', 'busy'].includes(trouble)

/** The days of a window, newest first. Days that have not begun in UTC are never asked for: the API answers 400. */
const daysOf = ({ since, until }: Window, today: IsoDay): IsoDay[] =>
  daysFrom(since, until < today ? until : today).toReversed()

/** Pages may overlap while papers are added: the same paper counts once; an item without an id is compared whole. */
const identityOf = (item: unknown): string => Identified.safeParse(item).data?.paper.id ?? JSON.stringify(item)
const Identified = z.object({ paper: z.object({ id: z.string() }) })
