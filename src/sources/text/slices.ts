import { attempt } from '../../core/attempt.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { MOST_MARKUP } from './text.ts'

/** Characters: one or two milliseconds of parsing, 15 of the most hostile text. */
const MOST_CHARACTERS = 30_000
/** What a feed holds beyond this is not read. */
const MOST_ENTRIES = 10_000
/** Entries that are parsed again alone: each costs a parser's start. */
const MOST_RETRIED = 200

/**
 * One large feed as several small ones with the same head, so that the event loop runs between two of them: an arXiv
 * category can announce 700 kB, 50 ms in one piece. An entry that `parse` refuses by throwing is read again without its
 * markup, or left out; it costs no other.
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

/** What follows the last whole entry is left out: the foot, or an entry that broke off. */
async function* slicesOf(xml: string): AsyncGenerator<Slice> {
  const yieldToEventLoop = createYielder()
  const start = /<(?:\w+:)?(?:entry|item)[\s>]/i.exec(xml)?.index ?? xml.length
  const head = await shortEnough(xml.slice(0, start))
  let [last, size] = [start, 0]
  let entries: string[] = []
  const ends = xml.slice(start).matchAll(/<\/(?:\w+:)?(?:entry|item)\s*>/gi)
  for (const { 0: end, index } of ends.take(MOST_ENTRIES)) {
    await yieldToEventLoop()
    const next = start + index + end.length
    const entry = await shortEnough(xml.slice(last, next))
    last = next
    if (size + entry.length > MOST_CHARACTERS && entries.length > 0) {
      yield { head, entries }
      ;[entries, size] = [[], 0]
    }
    entries.push(entry)
    size += entry.length
  }
  yield { head, entries }
}

const shortEnough = async (part: string): Promise<string> =>
  part.length <= MOST_CHARACTERS ? part : withoutMarkup(part)

/** The elements of feeds; others are markup that was not escaped. */
const FEED_ELEMENTS = [
  'rss channel feed rdf entry item title link id guid identifier doi description summary content encoded',
  'author name creator pubdate published updated date category primary_category totalresults',
]
const FEED_ELEMENT = new RegExp(`^(?:\\w+:)?(?:${FEED_ELEMENTS.join(' ').replaceAll(' ', '|')})$`, 'i')
const MOST_ELEMENTS = 500
const CLOSERS: Record<string, string> = { '<!--': '-->', '<![CDATA[': ']]>' }

/** The part without elements that no feed has, and each text cut to the length that is read. */
async function withoutMarkup(part: string): Promise<string> {
  const yieldToEventLoop = createYielder()
  const token = /<!--|<!\[CDATA\[|<[/?]?([\w:.-]+)(?![\w:.-])[^<>]*>|[^<]+|</gy
  let [kept, elements] = ['', 0]
  for (let found = token.exec(part); found && elements < MOST_ELEMENTS; found = token.exec(part)) {
    await yieldToEventLoop()
    const [whole, name] = found
    const closer = CLOSERS[whole]
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
