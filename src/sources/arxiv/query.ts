import type { Paper } from '../../core/paper.ts'
import { parseDate } from '../date.ts'
import { SourceError } from '../source-error.ts'
import { type AtomEntry, paperOf, parseAtom } from './atom.ts'

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
  const answer: QueryAnswer = { total: 0, count: 0, found: [], skipped: [] }
  for await (const { opensearch, entries = [] } of parseAtom(xml, about)) {
    answer.total = opensearch?.totalResults ?? 0
    answer.count += entries.length
    for (const entry of entries) {
      refuseError(entry, about)
      const submitted = entry.published ?? ''
      const paper = await paperOf(entry, {
        abstract: entry.summary?.value ?? '',
        authors: (entry.authors ?? []).map(({ name }) => name ?? ''),
        publishedAt: parseDate(submitted),
      })
      if (paper?.publishedAt) answer.found.push({ paper, submittedAt: new Date(submitted) })
      else answer.skipped.push(`arXiv sent an entry for ${about} without id, title or day; it was left out.`)
    }
  }
  return answer
}

function refuseError({ id = '', summary }: AtomEntry, about: string): void {
  if (!id.includes('/api/errors')) return
  throw new SourceError(`arXiv refused the request for ${about}: ${summary?.value ?? 'no reason given'}.`, 'refused')
}
