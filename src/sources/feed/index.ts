import {
  barePaper,
  type FetchResult,
  type Paper,
  type PaperId,
  type PaperSource,
  paperIdOf,
  wholeDay,
} from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { parseDate } from '../date.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { SourceError } from '../source-error.ts'
import { cleanLink, cleanText, cleanTexts } from '../text/text.ts'
import { type FeedEntry, parseFeedText } from './parse.ts'

export type FeedOptions = {
  url: string
  http: Http
  now?: () => number
}

/** Of a feed with ten years in it only the newest are read. */
const MAX_ENTRIES = 300

/** Any RSS, Atom, RDF or JSON feed whose entries are papers. */
export function createFeed({ url, http, now = Date.now }: FeedOptions): PaperSource {
  // A private feed's password is for its server alone: names and sentences go without.
  const { username, password, host } = new URL(url)
  const shown = username || password ? (cleanLink(url) ?? host) : url
  const name = `feed:${shown}`
  const from = `The feed of ${host}`
  return {
    name,
    /**
     * Everything up to the end of the window: journals add entries that are dated days back, so only what was seen
     * before tells an old entry from a late one. An entry without a date is of the day it is read.
     */
    async fetchPapers({ until }, signal) {
      const answer = await http.get(url, { from, about: shown, accept: ACCEPT, signal, publicOnly: 'elsewhere' })
      const entries = await parseFeedText(await decodeText(answer))
      if (!entries) throw new SourceError(`${from} is not a feed: ${shown}.`, 'shape')
      const today = localDate('UTC', now())
      const dated = entries
        .map((entry) => ({ entry, day: wholeDay(parseDate(entry.date)) ?? today }))
        .filter(({ day }) => day <= until)
      const newest = dated.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1)).slice(0, MAX_ENTRIES)
      const fetched: FetchResult = { sightings: [], skipped: [] }
      const yieldToEventLoop = createYielder()
      for (const { entry, day } of newest) {
        await yieldToEventLoop()
        const paper = await paperOf(entry)
        if (paper) fetched.sightings.push({ source: name, day, paper, upvotes: null, comments: null })
        else
          fetched.skipped.push(`${from} has an entry without a title or a link (${describe(entry)}); it was left out.`)
      }
      return fetched
    },
  }
}

const MOST_AUTHORS = 500

const ACCEPT = [
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json',
  'application/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
].join(', ')

async function paperOf(entry: FeedEntry): Promise<Paper | null> {
  const id = idOf(entry)
  const title = cleanText(entry.title)
  if (!id || !title) return null
  return {
    ...barePaper(id),
    title,
    abstract: cleanText(entry.summary),
    authors: await cleanTexts(entry.authors.flatMap((names) => names.split(';', MOST_AUTHORS))),
    publishedAt: parseDate(entry.date),
  }
}

/** An arXiv identifier or a DOI is the same in other sources; a link is the last resort. */
function idOf({ identifiers }: FeedEntry): PaperId | null {
  const ids = identifiers.flatMap((one) => paperIdOf(one ?? '') ?? [])
  return ids.find((id) => id.startsWith('arxiv:')) ?? ids.find((id) => id.startsWith('doi:')) ?? ids[0] ?? null
}

const describe = ({ title, identifiers }: FeedEntry): string =>
  cleanText(title || identifiers.find((one) => one !== undefined) || 'empty').slice(0, 60)
