import { createYielder } from '../../core/yield-to-event-loop.ts'
import { attributeOf } from '../text/entities.ts'
import { MOST_MARKUP } from '../text/text.ts'
import { scanXml } from './scan.ts'

export type XmlElement = {
  /** In small letters, RSS and Atom without a prefix: `title`, `dc:creator`. */
  name: string
  /** As written. */
  attributes: string
  /** What its links are read against. */
  base: string
  /** Its own text; what its children say is theirs. */
  text: string
  children: XmlElement[]
  /** What stands inside as it was written, when that is more than text. */
  markup: string | null
}

/** What a feed holds beyond this is not read. */
const MOST_ENTRIES = 10_000
/** What is deeper is read as if it stood here. */
const DEEPEST = 100
const MOST_CHILDREN = 1_000
const CONTAINERS = /^(?:rss|rdf:rdf|feed|channel)$/
const ENTRY = /^(?:item|entry)$/

/**
 * What stands outside of all entries of RSS, RDF or Atom, damaged or not; null: it is none. An element that is not
 * closed ends with what is around it. An entry that breaks off at the end is left out: its identifier may be lost.
 */
export async function readEntries(xml: string, address: string, onEntry: (entry: XmlElement) => void) {
  const yieldToEventLoop = createYielder()
  const names = createNames()
  const head = createElement('', '', address)
  const open: { element: XmlElement; start: number }[] = []
  let [root, count, entries, end] = ['', 0, 0, 0]

  function add(entry: XmlElement): void {
    entries += 1
    onEntry(entry)
  }

  function close(depth: number, at: number): void {
    for (const { element, start } of open.splice(depth)) {
      if (element.markup !== null) element.markup = xml.slice(start, Math.min(at, start + MOST_MARKUP))
      if (ENTRY.test(element.name)) add(element)
    }
  }

  for (const token of scanXml(xml)) {
    count += 1
    if (count % 10 === 0) await yieldToEventLoop()
    const start = end
    end = token.end
    const inner = open.at(-1)?.element ?? head
    if (token.kind === 'text') {
      if (inner.text.length < MOST_MARKUP) inner.text += token.text
      continue
    }
    if (token.kind === 'open') names.declare(token.attributes)
    const name = names.canonical(token.name)
    if (token.kind === 'close') {
      const depth = open.findLastIndex(({ element }) => element.name === name)
      if (depth >= 0) close(depth, start)
      else if (CONTAINERS.test(name)) close(0, start)
      continue
    }
    const element = createElement(name, token.attributes, inner.base)
    if (CONTAINERS.test(name) && open.length === 0) {
      root += ` ${name}`
      head.base = element.base
      head.attributes += element.attributes
    } else if (root === '') {
      // A page may show a feed in it.
      if (name === 'html') return null
    } else {
      const isEntry = ENTRY.test(name)
      if (isEntry) close(0, start)
      else inner.markup ??= ''
      if (entries >= MOST_ENTRIES) break
      if (!isEntry && inner.children.length < MOST_CHILDREN) inner.children.push(element)
      if (!token.isEmpty && open.length < DEEPEST) open.push({ element, start: end })
      else if (isEntry) add(element)
    }
  }
  // RSS without a channel holds nothing.
  return /feed|channel/.test(root) || entries > 0 ? head : null
}

function createElement(name: string, attributes: string, base: string): XmlElement {
  const own = attributes.includes('xml:base') ? URL.parse(attributeOf(attributes, 'xml:base'), base) : null
  return { name, attributes, base: own?.href ?? base, text: '', children: [], markup: null }
}

export const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name)

/** What the first child of that name holds, with its markup; '' when there is none. */
export function textOf(parent: XmlElement, name: string): string {
  const [child] = childrenOf(parent, name)
  return (child?.markup ?? child?.text ?? '').trim()
}

const PLAIN = /w3\.org\/2005\/atom|purl\.org\/(?:atom\/ns|net\/rss|rss\/1\.0\/?$)|netscape\.com\/rdf|userland\.com/i

/** Elements of RSS and Atom go without a prefix, whatever a document gives them; others have theirs. */
function createNames(): { declare(attributes: string): void; canonical(name: string): string } {
  // Undeclared, as in feeds that were put together from others.
  const plain = new Set(['atom', 'rss'])
  return {
    declare(attributes) {
      if (!attributes.includes('xmlns:')) return
      for (const [, prefix = '', address = ''] of attributes.matchAll(/xmlns:([\w.-]+)\s*=\s*["']([^"']*)/g))
        if (PLAIN.test(address.trim())) plain.add(prefix.toLowerCase())
    },
    canonical(name) {
      const colon = name.indexOf(':')
      return plain.has(name.slice(0, Math.max(colon, 0))) ? name.slice(colon + 1) : name
    },
  }
}
