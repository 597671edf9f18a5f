import { sourceIdOf } from '../../core/identifiers/paper-id.ts'
import { barePaper, type IsoDay, type Paper } from '../../core/paper.ts'
import { factsOf } from '../../core/paper-facts.ts'
import { parseDate } from '../date.ts'
import { SourceError } from '../source-error.ts'
import { attributeOf } from '../text/entities.ts'
import { cleanLink, cleanText, readAuthors } from '../text/text.ts'
import { childrenOf, readEntries, textOf, type XmlElement } from '../xml/entries.ts'

/** “arXiv:2508.13426v1 Announce Type: cross⏎Abstract: …” */
export const PREAMBLE = /^\s*arXiv:\S+\s+Announce Type:\s*(\S+)\s+(?:Abstract:\s*)?/i

/**
 * What rss.arxiv.org announces as new or cross-listed, without new versions (`replace`, `replace-cross`). `day` is the
 * newest listing's, in New York; null when nothing was announced, as on weekends.
 */
export async function parseAnnouncements(xml: string, category: string) {
  const announced: { day: IsoDay; paper: Paper }[] = []
  const skipped: string[] = []
  let newest: IsoDay | null = null
  const { entries } = await parseAtom(xml, category)
  for (const entry of entries) {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(textOf(entry, 'published') || textOf(entry, 'updated'))?.[0] ?? null
    if (day && day > (newest ?? '')) newest = day
    const summary = textOf(entry, 'summary')
    const [preamble = '', type = 'new'] = PREAMBLE.exec(summary) ?? []
    if (/^replace/i.test(type)) continue
    const paper = await paperOf(entry, {
      abstract: summary.slice(preamble.length),
      authors: childrenOf(entry, 'dc:creator').map(({ text }) => text),
      publishedAt: /^new$/i.test(type) ? day : null,
    })
    if (paper && day) announced.push({ day, paper })
    else skipped.push(`arXiv announced an entry of ${category} without id, title or day; it was left out.`)
  }
  return { day: newest, announced, skipped }
}

/**
 * A slice of an answer of the arXiv API: `total` are there in all, `count` came, readable or not. Throws a
 * `SourceError` for its error feeds, some of which come with status 200.
 */
export async function parseQueryAnswer(xml: string, about: string) {
  const found: { paper: Paper; submittedAt: Date }[] = []
  const skipped: string[] = []
  const { head, entries } = await parseAtom(xml, about)
  for (const entry of entries) {
    const summary = textOf(entry, 'summary')
    if (textOf(entry, 'id').includes('/api/errors'))
      throw new SourceError(`arXiv refused the request for ${about}: ${summary || 'no reason given'}.`, 'refused')
    const submitted = textOf(entry, 'published')
    const paper = await paperOf(entry, {
      abstract: summary,
      authors: childrenOf(entry, 'author').map((author) => textOf(author, 'name')),
      publishedAt: parseDate(submitted),
    })
    if (paper?.publishedAt) found.push({ paper, submittedAt: new Date(submitted) })
    else skipped.push(`arXiv sent an entry for ${about} without id, title or day; it was left out.`)
  }
  return { total: Number(textOf(head, 'opensearch:totalresults')) || 0, count: entries.length, found, skipped }
}

async function parseAtom(xml: string, about: string): Promise<{ head: XmlElement; entries: XmlElement[] }> {
  const entries: XmlElement[] = []
  const head = await readEntries(xml, 'https://arxiv.org', (entry) => entries.push(entry))
  if (!head) throw new SourceError(`arXiv sent something other than a feed for ${about}.`, 'shape')
  return { head, entries }
}

/** The paper of an entry; null when it has no identifier or no title. */
async function paperOf(
  entry: XmlElement,
  { abstract, authors, publishedAt }: Pick<Paper, 'abstract' | 'authors' | 'publishedAt'>,
): Promise<Paper | null> {
  // `oai:arXiv.org:2508.13426v1` in announcements, `http://arxiv.org/abs/astro-ph/0601001v1` in answers to queries.
  const written = textOf(entry, 'id')
  const id = sourceIdOf(written)
  const title = cleanText(textOf(entry, 'title'))
  if (!id?.startsWith('arxiv:') || !title) return null
  const version = Number(/v(\d{1,3})$/.exec(written)?.[1])
  const categories = ['arxiv:primary_category', 'category'].flatMap((name) => childrenOf(entry, name))
  return {
    ...barePaper(id),
    title,
    abstract: cleanText(abstract),
    authors: await readAuthors(authors, 'natural'),
    publishedAt,
    categories: [...new Set(categories.flatMap(({ attributes }) => attributeOf(attributes, 'term') || []))],
    facts: factsOf({
      version: version > 1 ? version : null,
      comment: cleanText(textOf(entry, 'arxiv:comment')),
      journal: cleanText(textOf(entry, 'arxiv:journal_ref')),
      licence: cleanLink(textOf(entry, 'dc:rights')),
    }),
  }
}
