import type { Paper } from '../../../src/core/paper.ts'
import { createFeed } from '../../../src/sources/feed/index.ts'

const FEED_URL = 'https://harbour.example.org/feed.xml'
const window = { since: '2026-11-26', until: '2026-11-29' }
const now = () => Date.parse('2026-11-29T12:00:00Z')

/** What the source makes of an answer, in the order of the feed when its entries are of one day. */
export function readFeed(body: string | Buffer, contentType = 'text/xml', url = FEED_URL) {
  const answer = { url: new URL(url), contentType, body: Buffer.isBuffer(body) ? body : Buffer.from(body) }
  const feed = createFeed({ url, http: { get: async () => answer }, now })
  return feed.fetchPapers(window, new AbortController().signal)
}

export const readPapers = async (body: string | Buffer, contentType?: string, url?: string): Promise<Paper[]> =>
  (await readFeed(body, contentType, url)).sightings.map(({ paper }) => paper)

const NAMESPACES = [
  'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
  'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:arxiv="http://arxiv.org/schemas/atom"',
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:media="http://search.yahoo.com/mrss/"',
].join(' ')
const HOME =
  '<title>Harbour Letters</title><link>https://harbour.example.org/</link><description>Invented</description>'

export const rss = (items: string, head = HOME): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" ${NAMESPACES}><channel>${head}${items}</channel></rss>`

export const atom = (entries: string, head = ''): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tide Lab</title>${head}${entries}</feed>`

export const rdf = (items: string): string =>
  `<rdf:RDF xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}><channel rdf:about="https://harbour.example.org/">${HOME}</channel>${items}</rdf:RDF>`

/** An item of RSS with this in it; another title or link may come first. */
export const item = (inside: string, n = 1): string =>
  `<item>${inside.includes('<title') ? '' : `<title>Paper ${n}</title>`}${/<(?:atom:)?link|<guid/.test(inside) ? '' : `<link>https://harbour.example.org/a/${n}</link>`}${inside}</item>`
