import { z } from 'zod'
import { listOf, parseJson, readElements } from '../http/json.ts'
import { type EntryFacts, type FeedFacts, type OnEntry, pagesAt } from './facts.ts'

const text = z.string().catch('')
/** One or a list of them. */
const people = z.preprocess((given) => [given].flat(), listOf(z.object({ name: text })))
const feed = z.object({
  version: z.string(),
  items: z.array(z.unknown()),
  home_page_url: text,
  feed_url: text,
  authors: people,
  author: people,
})
/** Version 1 had one author, and some number their items. */
const item = z.object({
  id: z.union([z.string(), z.number().transform(String)]).catch(''),
  url: text,
  external_url: text,
  title: text,
  summary: text,
  content_text: text,
  content_html: text,
  date_published: text,
  date_modified: text,
  authors: people,
  author: people,
})

/** Reads a JSON Feed (https://www.jsonfeed.org/version/1.1/); null when the text is none. */
export async function parseJsonFeed(json: string, address: string, onEntry: OnEntry): Promise<FeedFacts | null> {
  const head = await readElements(json, 'items', (one) => {
    const { data } = item.safeParse(parseJson(one))
    if (data) onEntry(factsOf(data, address))
  })
  const { data } = feed.safeParse(parseJson(head))
  return data ? { home: pagesAt([address, data.home_page_url, data.feed_url]), authors: [namesOf(data)] } : null
}

const factsOf = (entry: z.output<typeof item>, address: string): EntryFacts => ({
  titles: [entry.title],
  texts: [entry.summary, entry.content_text, entry.content_html],
  authors: namesOf(entry).length > 0 ? [namesOf(entry)] : [],
  dates: { published: [entry.date_published], updated: [entry.date_modified] },
  identifiers: [entry.id],
  links: [entry.url, entry.external_url, /^https?:/i.test(entry.id) ? entry.id : ''].flatMap(
    (link) => (link && URL.parse(link, address)?.href) || [],
  ),
  isRevision: false,
})

const namesOf = ({ authors, author }: Record<'authors' | 'author', z.output<typeof people>>): string[] =>
  [...authors, ...author].flatMap(({ name }) => name || [])
