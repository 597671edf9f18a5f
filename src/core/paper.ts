import { z } from 'zod'
import type { PaperFacts } from './paper-facts.ts'

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

/** Where it can be read; the title of a post links to its `abstract`. */
export type PaperLinks = { abstract: string } & Record<'pdf' | 'code' | 'project' | 'huggingface', string | null>

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
  facts: PaperFacts
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

/** What follows the `arxiv:` or `doi:`; null where the paper has no such identifier. */
export const identifierOf = (id: PaperId, kind: 'arxiv' | 'doi'): string | null =>
  id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : null

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
  facts: {},
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
      abstract: isDerived(newer) ? older.links.abstract : newer.links.abstract,
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
    facts: { ...older.facts, ...newer.facts },
  }
}

/** The link follows from the identifier: the journal’s own page, where a source names it, needs no registry. */
const isDerived = ({ id, links }: Paper): boolean => id.startsWith('doi:') && links.abstract === linksOf(id).abstract

/** Of a day and its month the day, which says more. */
function earlierDate(a: PartialDate | null, b: PartialDate | null): PartialDate | null {
  if (a === null || b === null) return a ?? b
  return (a < b && !b.startsWith(a)) || a.startsWith(b) ? a : b
}
