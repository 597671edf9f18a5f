import type { Logger } from 'pino'
import type { Paper } from '../core/paper.ts'
import type { FullText } from '../sources/arxiv/full-text.ts'
import type { Section } from '../sources/arxiv/outline.ts'
import type { Http } from '../sources/http/http.ts'
import { readPdf } from '../sources/pdf/read-pdf.ts'
import type { FetchText, PaperText } from './paper-text.ts'

type Sources = {
  http: Http
  log: Logger
  /** Null: arXiv’s own. */
  arxivUrl: string | null
  fetchFullText(id: Paper['id'], signal: AbortSignal): Promise<FullText | null>
  fetchSections(identifier: string, signal: AbortSignal): Promise<Section[] | null>
}

/** Scans and pages full of pictures take 10 MB and more. */
const MOST_PDF_BYTES = 40_000_000
const NONE = { reason: '' }

const arxivIdOf = ({ id }: Paper): string | null => (id.startsWith('arxiv:') ? id.slice('arxiv:'.length) : null)

/** arXiv’s HTML, Hugging Face’s Markdown of it, and the PDF. */
export function waysToText({ http, log, arxivUrl, fetchFullText, fetchSections }: Sources): FetchText[] {
  return [
    async (paper, signal) => {
      const identifier = arxivIdOf(paper)
      const text = identifier === null ? null : await fetchFullText(paper.id, signal)
      return text ? ofSections(text.sections, `https://arxiv.org/html/${identifier}`, text.isComplete) : NONE
    },
    async (paper, signal) => {
      const identifier = arxivIdOf(paper)
      const sections = identifier === null ? null : await fetchSections(identifier, signal)
      return sections ? ofSections(sections, `https://arxiv.org/abs/${identifier}`, true) : NONE
    },
    async (paper, signal) => {
      const [identifier, page] = [arxivIdOf(paper), paper.links.pdf]
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
