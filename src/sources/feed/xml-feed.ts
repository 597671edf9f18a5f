import { PREAMBLE } from '../arxiv/atom.ts'
import { attributeOf } from '../text/entities.ts'
import { childrenOf, readEntries, textOf, type XmlElement } from '../xml/entries.ts'
import { type EntryFacts, type FeedFacts, type OnEntry, pagesAt } from './facts.ts'

// Names as xml/entries.ts canonicalizes them, of RSS, RDF and Atom in all versions, the most telling first.
const TITLES = ['title', 'dc:title', 'media:title']
const TEXTS = [
  ...['description', 'summary', 'dc:description', 'dcterms:abstract', 'content:encoded', 'content', 'encoded'],
  ...['body', 'fullitem', 'itunes:summary', 'media:description', 'prism:teaser'],
]
const AUTHORS = ['dc:creator', 'author', 'authors', 'creator', 'dc:author', 'itunes:author', 'dcterms:creator']
const PUBLISHED = [
  ...['pubdate', 'published', 'issued', 'dc:date', 'dcterms:issued', 'dcterms:available', 'dcterms:date', 'date'],
  ...['prism:publicationdate', 'prism:coverdate', 'created', 'dcterms:created'],
]
const UPDATED = ['updated', 'modified', 'dcterms:modified', 'prism:modificationdate']
const IDENTIFIERS = ['prism:doi', 'arxiv:doi', 'doi', 'dc:identifier', 'dcterms:identifier', 'guid', 'id']
/** The second is what FeedBurner puts its own address in place of. */
const LINKS = ['feedburner:origlink', 'link', 'prism:url', 'guid', 'id']

/** Reads RSS, RDF or Atom; null when the text is none of them. */
export async function parseXmlFeed(xml: string, address: string, onEntry: OnEntry): Promise<FeedFacts | null> {
  const head = await readEntries(xml, address, (entry) => onEntry(factsOf(entry)))
  return head && { home: pagesAt([address, ...linksOf(head)]), authors: authorsOf(head) }
}

const factsOf = (entry: XmlElement): EntryFacts => ({
  titles: elementsOf(entry, TITLES).map(richText),
  texts: elementsOf(entry, TEXTS).map(richText),
  authors: ownAuthors(entry),
  dates: { published: textsOf(entry, PUBLISHED), updated: textsOf(entry, UPDATED) },
  identifiers: textsOf(entry, IDENTIFIERS),
  links: linksOf(entry),
  isRevision: [textOf(entry, 'arxiv:announce_type'), PREAMBLE.exec(textOf(entry, 'description'))?.[1] ?? ''].some(
    (type) => type.startsWith('replace'),
  ),
})

const elementsOf = (entry: XmlElement, names: string[]): XmlElement[] =>
  names.flatMap((name) => childrenOf(entry, name))
const textsOf = (entry: XmlElement, names: string[]): string[] => elementsOf(entry, names).map(({ text }) => text)

/** With its markup; Atom may encode it. */
function richText({ attributes, text, markup }: XmlElement): string {
  const isBase64 = /(?:mode\s*=\s*["']base64|type\s*=\s*["']application\/octet-stream)["']/i.test(attributes)
  return markup ?? (isBase64 ? Buffer.from(text, 'base64').toString() : text)
}

/** A repost names its authors in `source`. */
function ownAuthors(entry: XmlElement): string[][] {
  const own = authorsOf(entry)
  return own.length > 0 ? own : childrenOf(entry, 'source').flatMap(authorsOf)
}

const authorsOf = (parent: XmlElement): string[][] =>
  AUTHORS.map((name) => childrenOf(parent, name).map(nameOf).filter(Boolean)).filter((names) => names.length > 0)

/** A person of Atom has parts; a name may be a link. */
function nameOf(author: XmlElement): string {
  const [name] = childrenOf(author, 'name')
  if (name) return name.text.trim()
  const isPerson = author.children.some((child) => /^(?:email|ur[il]|homepage)$/.test(child.name))
  return (isPerson ? author.text : (author.markup ?? author.text)).trim()
}

function linksOf(entry: XmlElement): string[] {
  const links = elementsOf(entry, LINKS)
    .filter(isLink)
    // The page before its PDF.
    .toSorted((a, b) => Number(isFile(a)) - Number(isFile(b)))
    .map((link) => resolve(hrefOf(link), link.base))
  return [...links, attributeOf(entry.attributes, 'rdf:about')].filter((link) => /^https?:/i.test(link))
}

const isFile = ({ attributes }: XmlElement): boolean => /^(?!.*html)./i.test(attributeOf(attributes, 'type'))

/** Atom: without `rel` it leads to the entry. RSS: a guid is a link unless it says that it is none. */
function isLink({ name, attributes, text }: XmlElement): boolean {
  if (name === 'guid') return attributeOf(attributes, 'ispermalink').toLowerCase() !== 'false' && isAddress(text)
  if (name === 'id') return isAddress(text)
  return /^(?:alternate)?$/i.test(attributeOf(attributes, 'rel'))
}

const isAddress = (text: string): boolean => /^\s*https?:\/\/\S+\s*$/i.test(text)
const hrefOf = ({ attributes, text }: XmlElement): string => attributeOf(attributes, 'href') || text.trim()
const resolve = (link: string, base: string): string => (link === '' ? '' : (URL.parse(link, base)?.href ?? ''))
