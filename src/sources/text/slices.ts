import { createYielder } from '../../core/yield-to-event-loop.ts'
import { attempt } from '../http/json.ts'
import { MOST_MARKUP } from './text.ts'

/** One or two milliseconds of parsing; 15 of the worst that a stranger could think of. */
const MOST_CHARACTERS = 30_000
/** A feed is news: what a parser would make of more is not waited for. */
const MOST_ENTRIES = 10_000

/** Entries that are read again: each costs a parser's start. */
const MOST_RETRIED = 200

/**
 * One large feed as several small ones with the same head, so that the bot answers people between two of them: an arXiv category can
 * announce 700 kB, which takes 50 ms in one piece. An entry that cannot be read is read again without its markup; it costs no other.
 * What `parse` refuses by throwing is left out.
 */
export async function* parseInSlices<Feed>(xml: string, parse: (xml: string) => Feed): AsyncGenerator<Feed> {
  const yieldToEventLoop = createYielder()
  let retried = 0
  for await (const { head, entries } of slicesOf(xml)) {
    await yieldToEventLoop()
    const feed = attempt(() => parse(head + entries.join('')))
    if (feed !== null) yield feed
    for (const entry of feed === null ? entries : []) {
      await yieldToEventLoop()
      retried += 1
      if (retried > MOST_RETRIED) return
      const slim = await withoutMarkup(entry)
      const alone = attempt(() => parse(head + slim))
      if (alone !== null) yield alone
    }
  }
}

type Slice = { head: string; entries: string[] }

/** What follows the last whole entry is no news: the foot, or where a feed broke off. */
async function* slicesOf(xml: string): AsyncGenerator<Slice> {
  const yieldToEventLoop = createYielder()
  const start = /<(?:\w+:)?(?:entry|item)[\s>]/i.exec(xml)?.index ?? xml.length
  const head = await fitting(xml.slice(0, start))
  let [last, size, count] = [start, 0, 0]
  let entries: string[] = []
  for (const { 0: end, index } of xml.slice(start).matchAll(/<\/(?:\w+:)?(?:entry|item)\s*>/gi)) {
    await yieldToEventLoop()
    const next = start + index + end.length
    const entry = await fitting(xml.slice(last, next))
    last = next
    if (size + entry.length > MOST_CHARACTERS && entries.length > 0) {
      yield { head, entries }
      ;[entries, size] = [[], 0]
    }
    entries.push(entry)
    size += entry.length
    count += 1
    if (count === MOST_ENTRIES) break
  }
  yield { head, entries }
}

const fitting = async (part: string): Promise<string> => (part.length <= MOST_CHARACTERS ? part : withoutMarkup(part))

/** What feeds are made of; other elements are markup that somebody forgot to escape. */
const FEED_ELEMENT =
  /^(?:\w+:)?(?:rss|channel|feed|rdf|entry|item|title|link|id|guid|identifier|doi|description|summary|content|encoded|author|name|creator|pubdate|published|updated|date|category|primary_category|totalresults)$/i
const MOST_ELEMENTS = 500
const ENDS: Record<string, string> = { '<!--': '-->', '<![CDATA[': ']]>' }

/** The same without what is no element of a feed, and no text longer than is read of one. */
async function withoutMarkup(part: string): Promise<string> {
  const yieldToEventLoop = createYielder()
  const token = /<!--|<!\[CDATA\[|<[/?]?([\w:.-]+)(?![\w:.-])[^<>]*>|[^<]+|</gy
  let [kept, elements] = ['', 0]
  for (let found = token.exec(part); found && elements < MOST_ELEMENTS; found = token.exec(part)) {
    await yieldToEventLoop()
    const [whole, name] = found
    const closer = ENDS[whole]
    if (closer !== undefined) {
      const end = part.indexOf(closer, token.lastIndex)
      if (end < 0) break
      if (whole !== '<!--') kept += whole + part.slice(token.lastIndex, end).slice(0, MOST_MARKUP) + closer
      token.lastIndex = end + closer.length
    } else if (name === undefined) kept += whole === '<' ? ' ' : whole.slice(0, MOST_MARKUP)
    else if (FEED_ELEMENT.test(name)) {
      kept += whole
      elements += 1
    } else kept += ' '
  }
  return kept
}
