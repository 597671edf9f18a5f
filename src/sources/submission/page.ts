import { arxivId, barePaper, type IsoDay, linksOf, type Paper, type PaperId, paperIdOf } from '../../paper.ts'
import { cleanLink, cleanText } from '../text.ts'

const MOST_AUTHORS = 500

/** What a page says of the paper on it, and under which identifiers others know that; null when it shows none. */
export type Page = { paper: Paper; claims: PaperId[] }

/** Reads the `citation_…` tags that publishers set for Google Scholar (https://scholar.google.com/intl/en/scholar/inclusion.html). */
export async function parsePage(html: string, id: PaperId): Promise<Page | null> {
  // Loaded when needed, as for the listings of Hugging Face.
  const { load } = await import('cheerio/slim')
  const $ = load(html, { xml: { xmlMode: false, decodeEntities: true } })
  const all = (name: string): string[] =>
    $(`meta[name="citation_${name}" i]`)
      .toArray()
      .map((tag) => cleanText($(tag).attr('content') ?? ''))
      .filter(Boolean)
  const first = (...names: string[]): string => names.flatMap(all)[0] ?? ''
  const title = first('title')
  if (title === '') return null
  const description =
    $('meta[name="dc.description" i], meta[property="og:description" i]').first().attr('content') ?? ''
  const arxiv = arxivId(first('arxiv_id'))
  const doi = paperIdOf(first('doi'))
  return {
    claims: [...(arxiv ? [`arxiv:${arxiv}` as const] : []), ...(doi?.startsWith('doi:') ? [doi] : [])],
    paper: {
      ...barePaper(id),
      title,
      abstract: withoutTags(first('abstract')) || withoutTags(cleanText(description)),
      authors: all('author').slice(0, MOST_AUTHORS).map(givenNameFirst),
      publishedAt: dayOf(first('publication_date', 'online_date', 'date')),
      links: { ...linksOf(id), pdf: cleanLink(first('pdf_url')) },
      keywords: all('keywords')
        .flatMap((words) => words.split(/[;,]/))
        .map((word) => word.trim())
        .filter(Boolean),
    },
  }
}

/** Abstracts come with the markup of their journal. */
export const withoutTags = (text: string): string => cleanText(text.replaceAll(/<[^<>]{0,200}>/g, ' '))

/** “Example, Ada” is Ada Example. */
const givenNameFirst = (name: string): string => name.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1')

function dayOf(date: string): IsoDay | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})/.exec(date) ?? []
  const whole = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return Number.isNaN(Date.parse(whole)) ? null : whole
}
