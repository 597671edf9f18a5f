import type { AnyFeed, AtomFeed, DcNs, JsonFeed, RdfFeed, RssFeed } from 'feedsmith'
import { attempt, parseJson } from '../http/json.ts'
import { parseInSlices } from '../text/slices.ts'

/** An entry of any feed; texts may hold HTML. */
export type FeedEntry = {
  title: string
  summary: string
  authors: string[]
  /** DOIs, links and guids, the most telling first; some may be none of these. */
  identifiers: string[]
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
  const entries: FeedEntry[] = []
  let isFeed = false
  for await (const feed of parseInSlices(text, (slice) => parseFeed(slice))) {
    isFeed = true
    entries.push(...entriesOf(feed))
  }
  return isFeed ? entries : null
}

function entriesOf({ format, feed }: AnyFeed): FeedEntry[] {
  if (format === 'rss') return (feed.items ?? []).map(rssEntry)
  if (format === 'atom') return (feed.entries ?? []).map(atomEntry)
  if (format === 'rdf') return (feed.items ?? []).map(rdfEntry)
  return (feed.items ?? []).map(jsonEntry)
}

const rssEntry = ({ title, description, content, authors, dc, prism, link, guid, pubDate }: RssFeed.Item<string>) => ({
  title: title ?? '',
  summary: description || content?.encoded || '',
  authors: dc?.creators ?? (authors ?? []).map(({ name }) => name ?? ''),
  identifiers: known([prism?.doi, ...dublinCore(dc), link, guid?.value]),
  date: pubDate ?? dc?.dates?.[0] ?? '',
})

const atomEntry = ({
  title,
  summary,
  content,
  authors,
  dc,
  arxiv,
  links,
  id,
  published,
  updated,
}: AtomFeed.Entry<string>) => ({
  title: title?.value ?? '',
  summary: summary?.value || content?.value || '',
  authors: authors ? authors.map(({ name }) => name ?? '') : (dc?.creators ?? []),
  identifiers: known([arxiv?.doi, ...dublinCore(dc), alternate(links), id]),
  date: published ?? updated ?? '',
})

const rdfEntry = ({ title, description, content, dc, link, rdf }: RdfFeed.Item<string>) => ({
  title: title ?? '',
  summary: description || content?.encoded || '',
  authors: dc?.creators ?? [],
  identifiers: known([...dublinCore(dc), link, rdf?.about]),
  date: dc?.dates?.[0] ?? '',
})

const jsonEntry = ({
  title,
  summary,
  content_html,
  content_text,
  authors,
  url,
  external_url,
  id,
  date_published,
}: JsonFeed.Item<string>) => ({
  title: title ?? '',
  summary: summary || content_text || content_html || '',
  authors: (authors ?? []).map(({ name }) => name ?? ''),
  identifiers: known([url, external_url, id]),
  date: date_published ?? '',
})

const dublinCore = (dc: DcNs.ItemOrFeed<string> | undefined): string[] => dc?.identifiers ?? []

const alternate = (links: AtomFeed.Link<string>[] | undefined): string | undefined =>
  (links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links?.[0])?.href

const known = (identifiers: (string | undefined)[]): string[] => identifiers.filter((one) => one !== undefined)
