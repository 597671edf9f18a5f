import type { Paper } from '../../core/paper.ts'
import { parseDate } from '../date.ts'
import { SourceError } from '../source-error.ts'
import { childrenOf, textOf } from '../xml/entries.ts'
import { paperOf, parseAtom } from './atom.ts'

type QueryAnswer = {
  /** How many there are in all; an answer holds a slice of them. */
  total: number
  /** Entries in this answer, readable or not. */
  count: number
  found: { paper: Paper; submittedAt: Date }[]
  skipped: string[]
}

/** An answer of the arXiv API. Throws a `SourceError` for its error feeds, some of which come with status 200. */
export async function parseQueryAnswer(xml: string, about: string): Promise<QueryAnswer> {
  const { head, entries } = await parseAtom(xml, about)
  const total = Number(textOf(head, 'opensearch:totalresults')) || 0
  const answer: QueryAnswer = { total, count: entries.length, found: [], skipped: [] }
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
    if (paper?.publishedAt) answer.found.push({ paper, submittedAt: new Date(submitted) })
    else answer.skipped.push(`arXiv sent an entry for ${about} without id, title or day; it was left out.`)
  }
  return answer
}
