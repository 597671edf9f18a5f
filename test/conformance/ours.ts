import { sourceIdOf } from '../../src/core/identifiers/paper-id.ts'
import { publishedAt, readEntry } from '../../src/sources/feed/entry.ts'
import { parseFeed } from '../../src/sources/feed/parse.ts'
import { decodeText } from '../../src/sources/http/charset.ts'
import type { Expectation, Fact } from './expectation.ts'

/** What Paperboy makes of each entry; null when the input is no feed to it. */
export async function readFeed({ body, contentType, url }: Expectation['input']) {
  const feed = await parseFeed(await decodeText({ body, contentType, url: new URL(url) }), url)
  if (!feed) return null
  const home = new Set(feed.home.flatMap((link) => sourceIdOf(link) ?? []))
  const entries: Record<Exclude<Fact, 'entries'>, string>[] = []
  for (const facts of feed.entries) {
    const { id, title, abstract, authors } = await readEntry(facts, home)
    entries.push({ title, text: abstract, author: authors.join(', '), link: id ?? '', date: publishedAt(facts) ?? '' })
  }
  return entries
}
