import type { IsoDay, PaperId } from '../../paper.ts'
import { attentionOf, NO_ATTENTION } from '../../store/papers.ts'
import { votesFor } from '../../store/tally.ts'
import type { Electorate } from '../../store/teams.ts'
import type { SearchEngine } from '../engines/engine.ts'
import { createReader, type Part } from '../words.ts'

export type Field = 'title' | 'abstract' | 'topics' | 'people'

/** A paper as the ranking reads it. */
export type Candidate = Record<Field, Part> & {
  seq: number
  id: PaperId
  upvotes: number
  /** Of those who vote together with whoever asks. */
  votes: number
  /** The newest day a source lists it on. */
  day: IsoDay
}

/** Reads papers for the ranking, with those of their words that have one of the stems. */
export async function readCandidates(
  { db }: SearchEngine,
  numbers: number[],
  stems: Iterable<string>,
  electorate: Electorate,
): Promise<Candidate[]> {
  if (numbers.length === 0) return []
  const read = createReader(stems)
  const rows = await db.selectFrom('papers').select(COLUMNS).where('seq', 'in', numbers).execute()
  const ids = rows.map(({ id }) => id as PaperId)
  const [attention, votes] = [await attentionOf(db, ids), await votesFor(db, electorate, ids)]
  return rows.map((row) => {
    const id = row.id as PaperId
    const { upvotes, days } = attention.get(id) ?? NO_ATTENTION
    return {
      seq: row.seq,
      id,
      upvotes: upvotes ?? 0,
      votes: votes.get(id) ?? 0,
      day: days.at(-1)?.day ?? '',
      title: read(row.title),
      abstract: read(row.abstract),
      topics: read(`${row.keywords} ${row.organization ?? ''}`),
      people: read(row.authors),
    }
  })
}

const COLUMNS = ['seq', 'id', 'title', 'abstract', 'keywords', 'organization', 'authors'] as const
