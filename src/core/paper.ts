import { z } from 'zod'
import { attempt } from './attempt.ts'

/** A calendar day, `YYYY-MM-DD`. */
export type IsoDay = string

/** As much of a day as is known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export type PartialDate = string

export const wholeDay = (date: PartialDate | null): IsoDay | null => (date?.length === 10 ? date : null)

/** An inclusive range of days. */
export type Window = { since: IsoDay; until: IsoDay }

/** One work, whatever its source, version or day: `arxiv:2511.01234` (never with `vN`), else `doi:…`, else `url:…`. */
export type PaperId = `arxiv:${string}` | `doi:${string}` | `url:${string}`

/** `huggingface`, `arxiv:cs.CL`, `feed:https://example.org/rss`, `import` or `submission`. */
export type SourceName = string

export type PaperLinks = {
  /** Where the abstract can be read; what the title of a post links to. */
  abstract: string
  pdf: string | null
  code: string | null
  project: string | null
  huggingface: string | null
}

/** Characters of one text, longer than any abstract. Nobody reads more: some readers take longer than linear time. */
export const LONGEST_TEXT = 10_000

/** All texts are cleaned where they enter: one line, no markup, no control or bidirectional characters, NFC. */
export type Paper = {
  id: PaperId
  title: string
  /** Empty when the source gave none. */
  abstract: string
  authors: string[]
  /** When the first version came out. */
  publishedAt: PartialDate | null
  links: PaperLinks
  /** Stills of the paper's own, never generated social cards. */
  pictures: string[]
  organization: string | null
  keywords: string[]
  /** arXiv categories, the primary one first. */
  categories: string[]
  /** A summary that came with the paper (Hugging Face: `ai_summary`), shown only where a team chose it. */
  sourceSummary: string | null
}

/** One paper seen in one source on one day. */
export type Sighting = {
  source: SourceName
  /** The day the source lists it on, not the day it was written or fetched. */
  day: IsoDay
  paper: Paper
  upvotes: number | null
  comments: number | null
}

/** What a source brought, and a sentence for each item that it had to leave out. */
export type FetchResult = { sightings: Sighting[]; skipped: string[] }

export interface PaperSource {
  name: SourceName
  /** Throws `SourceError` when the source as a whole could not be read. */
  fetchPapers(window: Window, signal: AbortSignal): Promise<FetchResult>
}

// Far enough for every paper and meeting, and for the days around them to be days, too.
const [FIRST_DAY, LAST_DAY] = ['1800-01-01', '2200-01-01']

export const isoDay = z.iso.date().refine((day) => day >= FIRST_DAY && day < LAST_DAY)

// arXiv identifiers: 0704.0001 to 1412.9999, five digits since 1501, archive(.SUBJECT)/YYMMNNN before April 2007.
const newArxivId = /^((?:0\d|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5})(?:v\d+)?$/i
const oldArxivId = /^([a-z-]+(?:\.[A-Z]{2})?\/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?$/i

/** The arXiv identifier in `2511.01234v2`, `arXiv:2511.01234` or `cs/0112017`, without its version; null: none. */
export function arxivId(text: string): string | null {
  const bare = text.trim().replace(/^(?:oai:)?arxiv(?:\.org)?:\s*/i, '')
  const found = newArxivId.exec(bare)?.[1] ?? oldArxivId.exec(bare)?.[1]
  // math.GT/0309136 and math/0309136 are one paper: the subject class is not part of the identifier.
  return found?.replace(/^([a-z-]+)\.[A-Z]{2}\//i, '$1/').toLowerCase() ?? null
}

/** No browser takes a longer address everywhere. */
const LONGEST_IDENTIFIER = 2_000

// A segment of dots would mean another place in a link.
const DOI = /^10\.\d{4,9}\/(?!(?:\S*\/)?\.{1,2}(?:\/|$))\S+$/

/** The paper that a link, a DOI or an arXiv identifier means; null when the text is none of these. */
export function paperIdOf(text: string): PaperId | null {
  if (text.length > LONGEST_IDENTIFIER) return null
  // Half a surrogate pair could stand in no link.
  const trimmed = text.trim().toWellFormed()
  const arxiv = arxivId(trimmed)
  if (arxiv) return `arxiv:${arxiv}`
  const doi = DOI.exec(trimmed.replace(/^doi:\s*/i, ''))
  if (doi) return fromDoi(doi[0])
  const url = URL.parse(trimmed.replace(/^url:/i, ''))
  return url && /^https?:$/.test(url.protocol) ? fromUrl(url) : null
}

function fromUrl(url: URL): PaperId {
  const host = url.hostname.replace(/^www\./, '')
  const path = attempt(() => decodeURIComponent(url.pathname)) ?? url.pathname
  if (/(^|\.)(arxiv\.org|alphaxiv\.org|huggingface\.co|hf\.co|ar5iv\.org)$/.test(host)) {
    const tail = /^\/(?:abs|pdf|html|format|ps|papers|overview|forum)\/(.+?)(?:\.pdf)?\/?$/.exec(path)?.[1]
    const arxiv = tail ? arxivId(tail) : null
    if (arxiv) return `arxiv:${arxiv}`
  }
  const doi = DOI.exec(doiPart(host, path))
  if (doi) return fromDoi(doi[0])
  // The forum, its PDF and each comment there are one paper.
  const forum = host === 'openreview.net' ? url.searchParams.get('id') : null
  if (forum) return `url:https://openreview.net/forum?id=${encodeURIComponent(forum)}`
  return `url:${canonicalUrl(url)}`
}

/** The DOI that a publisher’s address holds; '' when it holds none. */
function doiPart(host: string, path: string): string {
  if (/(^|\.)doi\.org$/.test(host)) return path.slice(1)
  // /content/10.1101/2024.05.01.591234v2.full.pdf: the version and the form of it are not part of the DOI.
  if (/(^|\.)(bio|med)rxiv\.org$/.test(host))
    return /^\/content\/(?:[a-z/]*\/)?(10\.\d+\/[\d.]*\d)(?:v\d+.*)?$/.exec(path)?.[1] ?? ''
  return /^\/doi\/(?:(?:abs|full|pdf|epdf|pdfdirect)\/)?(10\..+)$/.exec(path)?.[1] ?? ''
}

function fromDoi(doi: string): PaperId {
  // arXiv registers 10.48550/arXiv.<id> for every paper.
  const arxiv = /^10\.48550\/arxiv\.(.+)$/i.exec(doi)?.[1]
  const id = arxiv ? arxivId(arxiv) : null
  return id ? `arxiv:${id}` : `doi:${doi.toLowerCase()}`
}

function canonicalUrl(url: URL): string {
  const clean = new URL(url)
  clean.hash = ''
  clean.username = ''
  clean.password = ''
  for (const name of [...clean.searchParams.keys()])
    if (/^(utm_|fbclid|gclid|ref$)/.test(name)) clean.searchParams.delete(name)
  return clean.href.replace(/^http:/, 'https:').replace(/\/+$/, '')
}

/** Links that follow from the identifier alone, so that no upstream text decides where they lead. */
export function linksOf(id: PaperId): PaperLinks {
  const rest = id.slice(id.indexOf(':') + 1)
  const none = { pdf: null, code: null, project: null, huggingface: null }
  if (id.startsWith('arxiv:'))
    return { ...none, abstract: `https://arxiv.org/abs/${rest}`, pdf: `https://arxiv.org/pdf/${rest}` }
  // A DOI may hold any character: # and ? must not end the path.
  const doi = rest.split('/').map(encodeURIComponent).join('/')
  return { ...none, abstract: id.startsWith('doi:') ? `https://doi.org/${doi}` : rest }
}

/** A paper of which only the identifier is known; whoever reads more of it says so. */
export const barePaper = (id: PaperId): Paper => ({
  id,
  title: '',
  abstract: '',
  authors: [],
  publishedAt: null,
  links: linksOf(id),
  pictures: [],
  organization: null,
  keywords: [],
  categories: [],
  sourceSummary: null,
})

/** One record from two views of a paper: the newer one’s, where it says something and its abstract is not cut off. */
export function mergePapers(older: Paper, newer: Paper): Paper {
  const either = <T>(a: T[], b: T[]): T[] => (a.length > 0 ? a : b)
  const cut = newer.abstract.length < 0.8 * older.abstract.length
  return {
    id: older.id,
    title: newer.title || older.title,
    abstract: cut ? older.abstract : newer.abstract,
    authors: newer.authors.length < older.authors.length ? older.authors : newer.authors,
    publishedAt: earlierDate(older.publishedAt, newer.publishedAt),
    links: {
      abstract: newer.links.abstract,
      pdf: newer.links.pdf ?? older.links.pdf,
      code: newer.links.code ?? older.links.code,
      project: newer.links.project ?? older.links.project,
      huggingface: newer.links.huggingface ?? older.links.huggingface,
    },
    pictures: either(newer.pictures, older.pictures),
    organization: newer.organization ?? older.organization,
    keywords: either(newer.keywords, older.keywords),
    categories: either(newer.categories, older.categories),
    sourceSummary: newer.sourceSummary ?? older.sourceSummary,
  }
}

/** Of a day and its month the day, which says more. */
function earlierDate(a: PartialDate | null, b: PartialDate | null): PartialDate | null {
  if (a === null || b === null) return a ?? b
  return (a < b && !b.startsWith(a)) || a.startsWith(b) ? a : b
}
