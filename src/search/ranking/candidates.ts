import type { IsoDay, PaperId } from '../../core/paper.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { createStemReader, type ReadText } from '../../papers/index/tokenize.ts'
import { votesFor } from '../../voting/tally.ts'
import type { VoterGroup } from '../../voting/voter-groups.ts'
import type { SearchEngine } from '../engines/engine.ts'

export type SearchField = 'title' | 'abstract' | 'topics' | 'people'

/** A paper as the ranking reads it. */
export type SearchCandidate = Record<SearchField, ReadText> & {
  seq: number
  id: PaperId
  upvotes: number
  /** Of the asker's voter group. */
  votes: number
  /** The newest day a source lists it on. */
  day: IsoDay
}

/** Reads papers for the ranking, with those of their words that have one of the stems. */
export async function readCandidates(
  { db }: SearchEngine,
  numbers: number[],
  stems: Iterable<string>,
  voterGroup: VoterGroup,
): Promise<SearchCandidate[]> {
  if (numbers.length === 0) return []
  const read = createStemReader(new Set(stems))
  const rows = await db
    .selectFrom('papers')
    .innerJoin('paper_facts', 'paper_facts.seq', 'papers.seq')
    .select(['papers.seq', 'id', 'title', 'abstract', 'keywords', 'organization', 'authors', 'last_day', 'upvotes'])
    .where('papers.seq', 'in', numbers)
    .execute()
  const ids = rows.map(({ id }) => id)
  const votes = await votesFor(db, voterGroup, ids)
  const candidates: SearchCandidate[] = []
  const yieldToEventLoop = createYielder()
  for (const row of rows) {
    // With PostgreSQL this runs on the main thread.
    await yieldToEventLoop()
    const id = row.id
    candidates.push({
      seq: row.seq,
      id,
      upvotes: row.upvotes,
      votes: votes.get(id) ?? 0,
      day: row.last_day,
      title: read(row.title),
      abstract: read(row.abstract),
      topics: read(`${row.keywords} ${row.organization ?? ''}`),
      people: read(row.authors),
    })
  }
  return candidates
}
