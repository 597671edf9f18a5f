import { decodeEntities } from '../text/entities.ts'
import { MOST_MARKUP } from '../text/text.ts'

/** A piece of XML; `end` is where it ends in the text. An empty element has no closing tag of its own. */
export type Token =
  | { kind: 'open'; name: string; attributes: string; isEmpty: boolean; end: number }
  | { kind: 'close'; name: string; end: number }
  | { kind: 'text'; text: string; end: number }

/** The pieces of XML, damaged or not. What only looks like a tag is text (`p <0.05`), as are unknown entities. */
export function* scanXml(xml: string): Generator<Token> {
  const endOf = { comment: createFinder(xml, '-->'), data: createFinder(xml, ']]>') }
  const nextOf = { comment: createFinder(xml, '<!--'), data: createFinder(xml, '<![CDATA[') }

  /** Where a section that begins at `start` has its end; null when nothing ends it before the next entry begins one. */
  function closerOf(kind: 'comment' | 'data', start: number): number | null {
    const end = endOf[kind](start)
    const next = nextOf[kind](start)
    const isBroken = end !== null && next !== null && next < end && ENTRY_ENDS.test(xml.slice(start, next))
    return isBroken ? null : end
  }

  for (let at = 0; at < xml.length; ) {
    if (xml[at] !== '<') {
      const next = xml.indexOf('<', at)
      const end = next < 0 ? xml.length : next
      yield { kind: 'text', text: decodeEntities(xml.slice(at, Math.min(end, at + MOST_MARKUP))), end }
      at = end
      continue
    }
    const section = xml.startsWith('<!--', at) ? 'comment' : xml.startsWith('<![CDATA[', at) ? 'data' : null
    if (section) {
      const start = at + (section === 'comment' ? 4 : 9)
      const close = closerOf(section, start)
      at = close === null ? start : close + 3
      if (close !== null && section === 'data')
        yield { kind: 'text', text: xml.slice(start, Math.min(close, start + MOST_MARKUP)), end: at }
      continue
    }
    const [tag, isDeclaration, slash, written = '', attributes = ''] = TAG.exec(xml.slice(at, at + MOST_MARKUP)) ?? []
    at += tag?.length ?? 1
    const name = written.toLowerCase()
    if (tag === undefined) yield { kind: 'text', text: '<', end: at }
    else if (isDeclaration) continue
    else if (slash) yield { kind: 'close', name, end: at }
    else yield { kind: 'open', name, attributes, isEmpty: attributes.endsWith('/'), end: at }
  }
}

// No part of a tag goes past a `<`, so that reading is linear.
const TAG = /^<(?:([?!])[^<>]*|(\/?)([a-z_][\w:.-]*)([^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*))>/i
const ENTRY_ENDS = /<\/(?:\w+:)?(?:entry|item)\s*>/i

/** Finds what comes next from places that only go forward, each in one pass over the text in all. */
function createFinder(text: string, what: string): (from: number) => number | null {
  // Before the first look nothing is known: most feeds have no comments at all.
  let found = -2
  return (from) => {
    if (found === -2 || (found >= 0 && found < from)) found = text.indexOf(what, from)
    return found < 0 ? null : found
  }
}
