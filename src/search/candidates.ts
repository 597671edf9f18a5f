import { sql } from 'kysely'
import type { IsoDay, PaperId } from '../paper.ts'
import type { SearchEngine } from './engine.ts'
import { stemsOf } from './words.ts'

export type Field = 'title' | 'abstract' | 'topics' | 'people'

/** A paper as the ranking reads it: stems. */
export type Candidate = Record<Field, string[]> & {
  seq: number
  id: PaperId
  upvotes: number
  /** The newest day a source lists it on. */
  day: IsoDay
}

export type ReadCandidates = (numbers: number[]) => Promise<Candidate[]>

// Searches in a row find the same papers; 2,000 of them take about 15 MB.
const KEPT = 2_000

/** Reads papers for the ranking, and keeps the words of those it has read. */
export function createCandidateReader({ db }: SearchEngine): ReadCandidates {
  const kept = new Map<number, { changedAt: number; words: Record<Field, string[]> }>()
  const wordsOf = (row: Row): Record<Field, string[]> => {
    const before = kept.get(row.seq)
    if (before?.changedAt === row.changed_at) return before.words
    const words = {
      title: stemsOf(row.title),
      abstract: stemsOf(row.abstract),
      topics: stemsOf(`${row.keywords} ${row.organization ?? ''}`),
      people: stemsOf(row.authors),
    }
    if (kept.size >= KEPT) kept.clear()
    kept.set(row.seq, { changedAt: row.changed_at, words })
    return words
  }
  return async (numbers) => {
    if (numbers.length === 0) return []
    const { rows } = await sql<Row>`select seq, id, title, abstract, keywords, organization, authors, changed_at,
        (select max(upvotes) from sightings where paper_id = papers.id) as upvotes,
        (select max(day) from sightings where paper_id = papers.id) as day
      from papers where seq in (${sql.join(numbers)})`.execute(db)
    return rows.map((row) => ({
      ...wordsOf(row),
      seq: row.seq,
      id: row.id,
      upvotes: row.upvotes ?? 0,
      day: row.day ?? '',
    }))
  }
}

type Row = {
  seq: number
  id: PaperId
  title: string
  abstract: string
  keywords: string
  organization: string | null
  authors: string
  changed_at: number
  upvotes: number | null
  day: IsoDay | null
}
