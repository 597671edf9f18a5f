import type { AnyFeed, AtomFeed, JsonFeed, RdfFeed, RssFeed } from 'feedsmith'
import { attempt } from '../../core/attempt.ts'
import { parseJson } from '../http/json.ts'
import { parseInSlices } from '../text/slices.ts'

/** An entry of any feed; texts may hold HTML. */
export type FeedEntry = {
  title: string
  summary: string
  authors: string[]
  /** DOIs, links and guids, the most telling first; some may be none of these. */
  identifiers: (string | undefined)[]
  /** As written; empty when undated. */
  date: string
}

/** Reads RSS, Atom, RDF or JSON Feed; null when the text is none of them. */
export async function parseFeedText(text: string): Promise<FeedEntry[] | null> {
  const { parseFeed, parseJsonFeed } = await import('feedsmith')
  if (/^\s*\{/.test(text)) {
    const json = parseJson(text)
    const feed = json === null ? null : attempt(() => parseJsonFeed(json))
    return feed && entriesOf({ format: 'json', feed })
  }
  const feeds = await Array.fromAsync(parseInSlices(text, (slice) => parseFeed(slice)))
  return feeds.length > 0 ? feeds.flatMap(entriesOf) : null
}

function entriesOf({ format, feed }: AnyFeed): FeedEntry[] {
  if (format === 'rss') return (feed.items ?? []).map(rssEntry)
  if (format === 'atom') return (feed.entries ?? []).map(atomEntry)
  if (format === 'rdf') return (feed.items ?? []).map(rdfEntry)
  return (feed.items ?? []).map(jsonEntry)
}

const rssEntry = ({ dc, prism, ...item }: RssFeed.Item<string>): FeedEntry => ({
  title: item.title ?? '',
  summary: item.description || item.content?.encoded || '',
  authors: dc?.creators ?? namesOf(item.authors),
  identifiers: [prism?.doi, ...(dc?.identifiers ?? []), item.link, item.guid?.value],
  date: item.pubDate ?? dc?.dates?.[0] ?? '',
})

const atomEntry = ({ dc, links, ...entry }: AtomFeed.Entry<string>): FeedEntry => ({
  title: entry.title?.value ?? '',
  summary: entry.summary?.value || entry.content?.value || '',
  authors: entry.authors ? namesOf(entry.authors) : (dc?.creators ?? []),
  identifiers: [entry.arxiv?.doi, ...(dc?.identifiers ?? []), (links?.find(isAlternate) ?? links?.[0])?.href, entry.id],
  date: entry.published ?? entry.updated ?? '',
})

const rdfEntry = ({ dc, ...item }: RdfFeed.Item<string>): FeedEntry => ({
  title: item.title ?? '',
  summary: item.description || item.content?.encoded || '',
  authors: dc?.creators ?? [],
  identifiers: [...(dc?.identifiers ?? []), item.link, item.rdf?.about],
  date: dc?.dates?.[0] ?? '',
})

const jsonEntry = (item: JsonFeed.Item<string>): FeedEntry => ({
  title: item.title ?? '',
  summary: item.summary || item.content_text || item.content_html || '',
  authors: namesOf(item.authors),
  identifiers: [item.url, item.external_url, item.id],
  date: item.date_published ?? '',
})

const namesOf = (authors: { name?: string }[] = []): string[] => authors.map(({ name }) => name ?? '')

const isAlternate = ({ rel }: AtomFeed.Link<string>): boolean => rel === undefined || rel === 'alternate'
