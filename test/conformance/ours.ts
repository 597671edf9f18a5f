import { sourceIdOf } from '../../src/core/identifiers/paper-id.ts'
import { publishedAt, readEntry } from '../../src/sources/feed/entry.ts'
import type { EntryFacts } from '../../src/sources/feed/facts.ts'
import { parseFeed } from '../../src/sources/feed/index.ts'
import { decodeText } from '../../src/sources/http/charset.ts'
import type { Expectation, Fact } from './expectation.ts'

/** What Paperboy makes of each entry; null when the input is no feed to it. */
export async function readFeed({ body, contentType, url }: Expectation['input']) {
  const found: EntryFacts[] = []
  const text = await decodeText({ body, contentType, url: new URL(url) })
  const feed = await parseFeed(text, url, (facts) => found.push(facts))
  if (!feed) return null
  const entries: Record<Exclude<Fact, 'entries'>, string>[] = []
  for (const facts of found) {
    const { id, title, abstract, authors, links } = await readEntry(facts, feed)
    const link = (id && sourceIdOf(links.abstract)) ?? ''
    entries.push({ title, text: abstract, author: authors.join(', '), link, date: publishedAt(facts) ?? '' })
  }
  return entries
}
