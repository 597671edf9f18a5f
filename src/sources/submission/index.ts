import { linksOf, type Paper, type PaperId } from '../../core/paper.ts'
import { decodeText } from '../http/charset.ts'
import type { Http } from '../http/http.ts'
import { keepSourceError, SourceError } from '../source-error.ts'
import { MOST_PAGE_BYTES } from '../text/html.ts'
import { CSL, parseCsl } from './doi.ts'
import { parsePage } from './page.ts'

/** One paper by its identifier; null when there is none. Throws a `SourceError` when nobody could be asked. */
export type FetchPaper = (id: PaperId, signal: AbortSignal) => Promise<Paper | null>

type SubmissionOptions = {
  http: Http
  /** Who knows the papers of arXiv, in the order in which they are asked. */
  arxiv: FetchPaper[]
}

/** What people suggest: arXiv by identifier, a DOI by its registry, any other page by its meta tags. */
export function createSubmission({ http, arxiv }: SubmissionOptions): FetchPaper {
  const fetchPaper: FetchPaper = (id, signal) => {
    if (id.startsWith('arxiv:')) return firstOf(arxiv, id, signal)
    return id.startsWith('doi:') ? firstOf([createDoi(http), fetchPage], id, signal) : fetchPage(id, signal)
  }

  /** A page may name an arXiv paper or a DOI: then that one is asked, since anybody can write a page. */
  async function fetchPage(id: PaperId, signal: AbortSignal): Promise<Paper | null> {
    const address = linksOf(id).abstract
    const from = URL.parse(address)?.host ?? address
    const answer = await http.get(address, { from, about: address, accept: 'text/html', publicOnly: true, signal })
    if (!/html|^$/.test(answer.contentType))
      throw new SourceError(`${from} has no web page there; the page about the paper is what helps.`, 'shape')
    const page = await parsePage(await decodeText(answer, MOST_PAGE_BYTES), id)
    const [claim] = page?.claims.filter((one) => one !== id && !id.startsWith('doi:')) ?? []
    const claimed = claim ? await fetchPaper(claim, signal).catch(keepSourceError) : null
    return claimed === null || claimed instanceof SourceError ? (page?.paper ?? null) : claimed
  }

  return fetchPaper
}

/** A DOI's record at its registry, Crossref or another one. */
export const createDoi =
  (http: Http): FetchPaper =>
  async (id, signal) => {
    const asked = { from: 'doi.org', about: id, accept: CSL, publicOnly: true, signal }
    return parseCsl(await decodeText(await http.get(linksOf(id).abstract, asked)), id)
  }

/** The first that knows it; when none does, the trouble of the first. */
async function firstOf(all: FetchPaper[], id: PaperId, signal: AbortSignal): Promise<Paper | null> {
  let trouble: SourceError | null = null
  for (const fetchPaper of all) {
    const found = await fetchPaper(id, signal).catch(keepSourceError)
    if (found instanceof SourceError) trouble ??= found
    else if (found) return found
  }
  if (trouble) throw trouble
  return null
}
