import type { Logger } from 'pino'
import { identifierOf, type Paper } from '../core/paper.ts'
import type { FullText } from '../sources/arxiv/full-text.ts'
import type { Section } from '../sources/arxiv/outline.ts'
import type { Http } from '../sources/http/http.ts'
import { readPdf } from '../sources/pdf/read-pdf.ts'
import { keepSourceError, SourceError } from '../sources/source-error.ts'
import type { TextCache } from './text-cache.ts'

/** Scans and pages full of pictures take 10 MB and more. */
const MOST_PDF_BYTES = 40_000_000

/** As much of a paper as can be read. */
export type PaperText = {
  sections: Section[]
  /** The page that anchors are of; null where there is none. */
  page: string | null
  /** What was read, for people: “full text, 14 of 14 sections”. */
  read: string
}

/** `reason`: a sentence that says why there is no text, and what can be done. */
type NoText = { reason: string }

/** One way to the text of a paper. Throws a `SourceError` where it may be there another time. */
type FetchText = (paper: Paper, signal: AbortSignal) => Promise<PaperText | NoText>

export type ReadPaperText = (paper: Paper) => Promise<PaperText>

/** Sources are asked one paper after the other, and those of the day come first. */
const MOST_AT_ONCE = 4
const NOWHERE = 'No readable text of it was found. Open its page.'

/** The text of a paper by the first of these ways that has one, else its abstract. */
export function createPaperTexts(ways: FetchText[], cache: TextCache, signal: AbortSignal): ReadPaperText {
  const reading = new Map<Paper['id'], Promise<PaperText>>()

  async function fetchText(paper: Paper): Promise<PaperText> {
    let [reason, trouble]: [string, SourceError | null] = ['', null]
    for (const way of ways) {
      const found = await way(paper, signal).catch(keepSourceError)
      if (found instanceof SourceError) {
        if (found.trouble !== 'missing') trouble ??= found
      } else if ('sections' in found) {
        cache.keep(keyOf(paper), found)
        return found
      } else reason = found.reason
    }
    return abstractOf(paper, trouble ? `${trouble.message} Please ask again later.` : reason || NOWHERE)
  }

  return async (paper) => {
    const known = cache.find(keyOf(paper))
    if (known) return known
    const others = reading.get(paper.id)
    if (others) return others
    if (reading.size >= MOST_AT_ONCE) return abstractOf(paper, 'Others are being read. Please ask again in a minute.')
    const text = fetchText(paper).finally(() => reading.delete(paper.id))
    reading.set(paper.id, text)
    return text
  }
}

/** A newer version, once it is known, is read anew. */
const keyOf = ({ id, facts: { version } }: Paper): string => (version === undefined ? id : `${id}v${version}`)

/** Where a paper was withdrawn, so was its text. */
function abstractOf({ abstract, links, facts }: Paper, reason: string): PaperText {
  const passages = abstract === '' ? [] : [{ kind: 'text' as const, anchor: '', text: abstract }]
  const section: Section = { kind: 'abstract', level: 1, number: '', title: 'Abstract', anchor: '', passages }
  const why = facts.standing ? `The paper was ${facts.standing}; \`/papers why\` says more.` : reason
  const what = abstract === '' ? 'nothing: it has no abstract here' : 'the abstract only'
  return { sections: passages.length > 0 ? [section] : [], page: links.abstract, read: `${what}. ${why}`.trim() }
}

type Sources = {
  http: Http
  log: Logger
  /** Null: arXiv’s own. */
  arxivUrl: string | null
  fetchFullText(id: Paper['id'], signal: AbortSignal): Promise<FullText | null>
  fetchSections(identifier: string, signal: AbortSignal): Promise<Section[] | null>
}

const NONE = { reason: '' }

/** arXiv’s HTML, Hugging Face’s Markdown of it, and the PDF. */
export function waysToText({ http, log, arxivUrl, fetchFullText, fetchSections }: Sources): FetchText[] {
  return [
    async (paper, signal) => {
      const identifier = identifierOf(paper.id, 'arxiv')
      const text = identifier === null ? null : await fetchFullText(paper.id, signal)
      return text ? ofSections(text.sections, `https://arxiv.org/html/${identifier}`, text.isComplete) : NONE
    },
    async (paper, signal) => {
      const identifier = identifierOf(paper.id, 'arxiv')
      const sections = identifier === null ? null : await fetchSections(identifier, signal)
      return sections ? ofSections(sections, `https://arxiv.org/abs/${identifier}`, true) : NONE
    },
    async (paper, signal) => {
      const [identifier, page] = [identifierOf(paper.id, 'arxiv'), paper.links.pdf]
      const url = identifier === null ? page : `${arxivUrl ?? 'https://arxiv.org'}/pdf/${identifier}`
      if (url === null)
        return { reason: 'Its source names no PDF, and pages of publishers are not read. Open its page.' }
      const { host } = new URL(url)
      const asked = { from: identifier === null ? host : 'arXiv', about: 'the PDF', accept: 'application/pdf', signal }
      const { body } = await http.get(url, { ...asked, publicOnly: identifier === null, maxBytes: MOST_PDF_BYTES })
      if (!body.subarray(0, 1_024).includes('%PDF-'))
        return { reason: `${host} answers with a page in place of the PDF. Open it in your browser.` }
      const found = await readPdf(body, signal).catch((err: unknown) => {
        log.info({ err, paper: paper.id }, 'PDF not read')
        return null
      })
      if (found === null) return { reason: 'Its PDF takes too long to read, or is damaged. Open it in your browser.' }
      if (found.sections === null)
        return { reason: 'Its PDF is a scan: pictures without text. Open it in your browser.' }
      const { read, pages, sections } = found
      return { sections, page, read: `its PDF, ${read} of ${pages} pages` }
    },
  ]
}

/** Sections within others count with those. */
function ofSections(sections: Section[], page: string, isComplete: boolean): PaperText {
  const levels = sections.flatMap(({ number, level }) => (number === '' ? [] : [level]))
  const top = levels.length === 0 ? 1 : Math.min(...levels)
  const count = sections.filter(({ level, kind }) => level === top && kind !== 'acknowledgements').length
  if (count === 0) return { sections, page, read: 'full text' }
  const read = isComplete
    ? `full text, ${count} of ${count} sections`
    : `the first ${count} sections; more did not convert`
  return { sections, page, read }
}
