import { sourceIdOf } from '../../core/identifiers/paper-id.ts'
import { barePaper, type Paper } from '../../core/paper.ts'
import { factsOf } from '../../core/paper-facts.ts'
import { SourceError } from '../source-error.ts'
import { attributeOf } from '../text/entities.ts'
import { cleanLink, cleanText, readAuthors } from '../text/text.ts'
import { childrenOf, readEntries, textOf, type XmlElement } from '../xml/entries.ts'

/** An answer of arXiv. Throws a `SourceError` when it is no Atom feed. */
export async function parseAtom(xml: string, about: string): Promise<{ head: XmlElement; entries: XmlElement[] }> {
  const entries: XmlElement[] = []
  const head = await readEntries(xml, 'https://arxiv.org', (entry) => entries.push(entry))
  if (!head) throw new SourceError(`arXiv sent something other than a feed for ${about}.`, 'shape')
  return { head, entries }
}

type Details = Pick<Paper, 'abstract' | 'authors' | 'publishedAt'>

/** The paper of an entry; null when it has no identifier or no title. */
export async function paperOf(entry: XmlElement, details: Details): Promise<Paper | null> {
  // `oai:arXiv.org:2508.13426v1` in announcements, `http://arxiv.org/abs/astro-ph/0601001v1` in answers to queries.
  const id = sourceIdOf(textOf(entry, 'id'))
  const title = cleanText(textOf(entry, 'title'))
  if (!id?.startsWith('arxiv:') || !title) return null
  const categories = ['arxiv:primary_category', 'category'].flatMap((name) => childrenOf(entry, name))
  return {
    ...barePaper(id),
    title,
    abstract: cleanText(details.abstract),
    authors: await readAuthors(details.authors, 'natural'),
    publishedAt: details.publishedAt,
    categories: [...new Set(categories.flatMap(({ attributes }) => attributeOf(attributes, 'term') || []))],
    facts: factsOf({
      version: versionOf(entry),
      comment: cleanText(textOf(entry, 'arxiv:comment')),
      journal: cleanText(textOf(entry, 'arxiv:journal_ref')),
      licence: cleanLink(textOf(entry, 'dc:rights')),
    }),
  }
}

/** Null for the first one. */
function versionOf(entry: XmlElement): number | null {
  const version = Number(/v(\d{1,3})$/.exec(textOf(entry, 'id').trim())?.[1])
  return version > 1 ? version : null
}
