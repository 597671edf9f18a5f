import type { FetchResult, IsoDay, PaperSource } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { SourceError } from '../source-error.ts'
import { cleanLink, cleanText } from '../text/text.ts'
import { entryDay, readEntry } from './entry.ts'
import type { EntryFacts, FeedFacts, OnEntry } from './facts.ts'
import { parseJsonFeed } from './json-feed.ts'
import { parseXmlFeed } from './xml-feed.ts'

/** Of a feed with ten years in it only the newest are read. */
const MAX_ENTRIES = 300

/** Any RSS, Atom, RDF or JSON feed whose entries are papers. */
export function createFeed({
  url,
  http,
  now = Date.now,
}: {
  url: string
  http: Http
  now?: () => number
}): PaperSource {
  // A private feed's password is for its server alone: names and sentences go without.
  const { username, password, host } = new URL(url)
  const shown = username || password ? (cleanLink(url) ?? host) : url
  const name = `feed:${shown}`
  const from = `The feed of ${host}`
  return {
    name,
    /** All until the window’s end: journals date entries days back. One without a date is of the day it is read. */
    async fetchPapers({ until }, signal) {
      const answer = await http.get(url, { from, about: shown, accept: ACCEPT, signal, publicOnly: 'elsewhere' })
      const today = localDate('UTC', now())
      let newest: DatedEntry[] = []
      const feed = await parseFeed(await decodeText(answer), cleanLink(answer.url.href) ?? shown, (facts) => {
        const day = entryDay(facts) ?? today
        if (day <= until && !facts.isRevision) newest.push({ facts, day })
        if (newest.length > 2 * MAX_ENTRIES) newest = newestOf(newest)
      })
      if (!feed) throw new SourceError(`${from} is not a feed: ${shown}.`, 'shape')
      const yieldToEventLoop = createYielder()
      const fetched: FetchResult = { sightings: [], skipped: [] }
      for (const { facts, day } of newestOf(newest)) {
        await yieldToEventLoop()
        const { id, ...said } = await readEntry(facts, feed)
        if (id && said.title)
          fetched.sightings.push({ source: name, day, paper: { ...said, id }, upvotes: null, comments: null })
        else
          fetched.skipped.push(
            `${from} has an entry without a title or a link (${describe(said.title, facts)}); it was left out.`,
          )
      }
      return fetched
    },
  }
}

/** Reads RSS, Atom, RDF or JSON Feed that came from `address`; null when the text is none of them. */
export const parseFeed = (text: string, address: string, onEntry: OnEntry): Promise<FeedFacts | null> =>
  (/^\s*\{/.test(text) ? parseJsonFeed : parseXmlFeed)(text, address, onEntry)

type DatedEntry = { facts: EntryFacts; day: IsoDay }

const newestOf = (entries: DatedEntry[]): DatedEntry[] =>
  entries.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1)).slice(0, MAX_ENTRIES)

const ACCEPT = [
  'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json',
  'application/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
].join(', ')

const describe = (title: string, { links, identifiers }: EntryFacts): string =>
  cleanText(title || links[0] || identifiers[0] || 'empty').slice(0, 60)
