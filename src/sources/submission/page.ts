import { arxivId } from '../../core/identifiers/arxiv-id.ts'
import { sourceIdOf } from '../../core/identifiers/paper-id.ts'
import { barePaper, LONGEST_TEXT, linksOf, type Paper, type PaperId } from '../../core/paper.ts'
import { mostExact, parseDate } from '../date.ts'
import { readHtml } from '../text/html.ts'
import { cleanLink, cleanTexts, MOST_MARKUP, readAuthors } from '../text/text.ts'

const MOST_KEYWORDS = 100
const AUTHORS = ['citation_author', 'citation_authors', 'dc.creator', 'eprints.creators_name']
const DATES = [
  ...['citation_publication_date', 'citation_online_date', 'citation_date', 'citation_year'],
  ...['prism.publicationdate', 'dc.date', 'eprints.date'],
]

/**
 * A page's paper by the `citation_…` tags for Google Scholar (scholar.google.com/intl/en/scholar/inclusion.html), and
 * the identifiers that it claims for it; null when it names no title.
 */
export async function parsePage(html: string, id: PaperId): Promise<{ paper: Paper; claims: PaperId[] } | null> {
  const tags = await readTags(html)
  const all = (name: string, longest?: number): Promise<string[]> => cleanTexts(tags.get(name) ?? [], longest)
  async function first(...names: string[]): Promise<string> {
    for (const name of names) {
      const [found] = await all(name, MOST_MARKUP)
      if (found !== undefined) return found
    }
    return ''
  }
  const links = linksOf(id)
  const title = await first('citation_title', 'dc.title', 'eprints.title', 'prism.title')
  if (title === '') return null
  const arxiv = arxivId(await first('citation_arxiv_id'))
  const doi = sourceIdOf(await first('citation_doi', 'prism.doi', 'dc.identifier'))
  const pdf = await first('citation_pdf_url')
  const keywords = (await all('citation_keywords', LONGEST_TEXT)).flatMap((words) => words.split(/[;,]/, MOST_KEYWORDS))
  return {
    claims: [...(arxiv ? [`arxiv:${arxiv}` as const] : []), ...(doi?.startsWith('doi:') ? [doi] : [])],
    paper: {
      ...barePaper(id),
      title,
      abstract: await first('citation_abstract', 'dc.description', 'og:description'),
      authors: await readAuthors(AUTHORS.map((name) => tags.get(name)).find((names) => names !== undefined) ?? []),
      publishedAt: mostExact(DATES.flatMap((name) => parseDate(tags.get(name)?.[0] ?? '') ?? [])),
      links: { ...links, pdf: cleanLink(pdf && (URL.parse(pdf, links.abstract)?.href ?? '')) },
      keywords: keywords.slice(0, MOST_KEYWORDS).flatMap((word) => word.trim() || []),
    },
  }
}

/** What the `meta` tags of its head say, by their names in small letters. */
async function readTags(html: string): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>()
  await readHtml(html, (stop) => ({
    onopentag(element, { name, property, content = '' }) {
      if (element === 'body') stop()
      // Digital Commons writes `bepress_citation_title`, others `dc.Title` and `dcterms.title`.
      const called =
        element === 'meta' ? (name ?? property)?.toLowerCase().replace(/^bepress_|(?<=^dc)terms/, '') : undefined
      if (called === undefined) return
      const known = tags.get(called)
      if (known) known.push(content)
      else tags.set(called, [content])
    },
  }))
  return tags
}
