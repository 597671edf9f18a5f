import { sourceIdOf } from '../../core/identifiers/paper-id.ts'
import { journalPage } from '../../core/identifiers/publishers.ts'
import { barePaper, type IsoDay, type Paper, type PaperId, type PartialDate, wholeDay } from '../../core/paper.ts'
import { mostExact, parseDate } from '../date.ts'
import { cleanTexts, MOST_MARKUP, readAuthors } from '../text/text.ts'
import { chooseAbstract, readCitation, withoutIssue } from './abstract.ts'
import type { EntryFacts, FeedFacts } from './facts.ts'

/** The paper of an entry, whatever is missing: its identifier may be null, its title ''. */
export async function readEntry(
  facts: EntryFacts,
  feed: FeedFacts,
): Promise<Omit<Paper, 'id'> & { id: PaperId | null }> {
  const texts = await cleanTexts(facts.texts, MOST_MARKUP)
  const citation = texts.map(readCitation).find((found) => found !== null)
  const kinds = facts.authors.length > 0 ? facts.authors : feed.authors
  const authors = await fullestOf([...kinds, ...(citation ? [[citation.authors]] : [])])
  const id = idOf(facts, feed)
  const bare = barePaper(id ?? 'url:')
  // A DOI may be registered days after its paper is out.
  const pages = id?.startsWith('doi:') ? facts.links.flatMap((link) => journalPage(link) ?? []) : []
  const page = pages.find((one) => !feed.home.has(`url:${one}`))
  return {
    ...bare,
    id,
    links: { ...bare.links, abstract: page ?? bare.links.abstract },
    title: withoutIssue((await cleanTexts(facts.titles, MOST_MARKUP))[0] ?? ''),
    abstract: chooseAbstract(texts, authors),
    authors,
    publishedAt: publishedAt(facts) ?? parseDate(citation?.date ?? ''),
  }
}

async function fullestOf(kinds: string[][]): Promise<string[]> {
  let fullest: string[] = []
  for (const fields of kinds) {
    const names = fields.length === 0 ? [] : await readAuthors(fields)
    if (names.length > fullest.length) fullest = names
  }
  return fullest
}

export const publishedAt = ({ dates }: EntryFacts): PartialDate | null =>
  exactly(dates.published) ?? exactly(dates.updated)

/** The day of its entry; null when no element has a whole one. */
export const entryDay = ({ dates }: EntryFacts): IsoDay | null =>
  wholeDay(exactly([...dates.published, ...dates.updated]))

const exactly = (texts: string[]): PartialDate | null =>
  mostExact(texts.flatMap((text) => parseDate(text) ?? []).filter((date) => date !== UNSET))

/** What programs write for a time that they do not know. */
const UNSET = '1970-01-01'

/** An arXiv identifier or a DOI is the same in other sources; a link is the last resort. */
function idOf({ identifiers, links }: EntryFacts, { home }: FeedFacts): PaperId | null {
  const named = identifiers.flatMap((text) => sourceIdOf(text) ?? []).filter((id) => !id.startsWith('url:'))
  const linked = links.flatMap((link) => sourceIdOf(link) ?? []).filter((id) => !home.has(id))
  const ids = [...named, ...linked]
  return ids.find((id) => id.startsWith('arxiv:')) ?? ids.find((id) => id.startsWith('doi:')) ?? ids[0] ?? null
}
