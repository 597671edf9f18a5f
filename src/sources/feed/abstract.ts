import { PREAMBLE } from '../arxiv/atom.ts'

/** What a journal puts before or after the abstract, and where there is none. */
const LINES: RegExp[] = [
  PREAMBLE,
  // Nature: “Nature, Published online: 20 November 2026; doi:10.1038/s41586-026-00001-1”
  /^[^.;]{2,150}, Published online: [^;]{4,40}; ?(?:doi: ?\S+)?\s*/i,
  // Science, PNAS, ACM, Wiley, Taylor & Francis: “Science, Volume 390, Issue 6775, Page 100-103, November 2026.”
  /^(?:[^.]{2,150}, )?Volume \d+(?:, [^.,]{1,60}){1,5}(?:\.|$)[\s.]*/,
  /^[^.]{2,150}, (?:Early ?View|Accepted Article|Ahead of Print|Just Accepted|Advance Access)\.?\s*/i,
  // PubMed: “J Tide. 2026 Nov 20. doi: 10.1000/1. Online ahead of print. ABSTRACT …” to “PMID:1 | DOI:10.1000/1”.
  /^.{0,400}?\bABSTRACT\b[:.]?\s*/,
  /\s*PMID: ?\d+.{0,300}$/,
  // PNAS: “SignificanceTides matter.”
  /^Significance(?=\p{Lu})/u,
  /^Abstract[:.]?\s+(?=\p{Lu})/u,
  // APS: “… [Phys. Rev. Tide 132, 010001] Published Fri Nov 20, 2026”.
  / ?\[[^[\]]{5,80}\] Published \w{3} \w{3} \d{1,2}, \d{4}$/,
  // ACS: “Journal of Tides DOI: 10.1021/acs.tide.6c00001”.
  /^.{0,150}\bDOI: 10\.\d{4,9}\/\S+$/,
]

/** A title without what ACS and MDPI put before it: “Tides, Vol. 26, Pages 1: …”. */
export const withoutIssue = (title: string): string =>
  title.replace(/^(?:\[ASAP\] |[^:]{2,100}, Vol\. \d+, Pages? [\w-]+: )/, '')

/** ScienceDirect and JMLR: all that an entry says, its authors included. */
const CITATION = new RegExp(
  [
    '^Publication date: (?<date>.{4,50}?) Source: .{0,300}?(?: Author\\(s\\): (?<authors>.*))?$',
    '^(?<authors>[^;]{3,2000}); \\d+\\(\\d+\\):[\\d−–-]+, (?<date>\\d{4})\\.?$',
  ].join('|'),
)

/** The date and the authors that a description consists of; null when it is another. */
export function readCitation(text: string): { date: string; authors: string } | null {
  const { date = '', authors = '' } = CITATION.exec(text)?.groups ?? {}
  return date === '' ? null : { date, authors }
}

/** Of articles with their full text the summary says more about them. */
const LONGEST_ABSTRACT = 6_000

/** The first of an entry's texts, unless it is but a part of another: journals repeat a sentence. '': there is none. */
export function chooseAbstract(texts: string[], authors: string[]): string {
  // PLOS, APS, MDPI.
  const names = authors.map(RegExp.escape).join('[,;]? (?:and )?')
  const byline = new RegExp(`^(?:by |Author\\(s\\): |.{0,400}? Authors: )${names}\\s*`)
  const [first = '', ...rest] = texts
    .filter((text) => readCitation(text) === null)
    .map((text) =>
      (authors.length > 0 ? [byline, ...LINES] : LINES).reduce((left, line) => left.replace(line, ''), text),
    )
    .map((text) => text.trim())
    .filter(Boolean)
  const [, start = first, cut] = /^(.*?)\s*(\[?(?:…|\.\.\.)\]?)?$/.exec(first) ?? []
  const fuller = rest.find(
    (text) => text.length > first.length && text.includes(start) && (cut || !text.startsWith(start)),
  )
  return fuller !== undefined && fuller.length <= LONGEST_ABSTRACT ? fuller : first
}
