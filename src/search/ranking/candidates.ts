import { sql } from 'kysely'
import type { IsoDay, PaperId } from '../../paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import { readWords } from '../words.ts'

export type Field = 'title' | 'abstract' | 'topics' | 'people'

/** A part of a paper, word by word. */
type Part = { stems: string[]; words: string[] }

/** A paper as the ranking reads it. */
export type Candidate = Record<Field, Part> & {
  seq: number
  id: PaperId
  upvotes: number
  /** The newest day a source lists it on. */
  day: IsoDay
}

export type ReadCandidates = (numbers: number[]) => Promise<Candidate[]>

// Searches in a row find the same papers; 2,000 of them take about 20 MB.
const KEPT = 2_000

/** Reads papers for the ranking, and keeps the words of those it has read. */
export function createCandidateReader({ db }: SearchEngine): ReadCandidates {
  const kept = new Map<number, { changedAt: number; parts: Record<Field, Part> }>()
  const partsOf = (row: Row): Record<Field, Part> => {
    const before = kept.get(row.seq)
    if (before?.changedAt === row.changed_at) return before.parts
    const parts = {
      title: readPart(row.title),
      abstract: readPart(row.abstract),
      topics: readPart(`${row.keywords} ${row.organization ?? ''}`),
      people: readPart(row.authors),
    }
    if (kept.size >= KEPT) kept.clear()
    kept.set(row.seq, { changedAt: row.changed_at, parts })
    return parts
  }
  return async (numbers) => {
    if (numbers.length === 0) return []
    const { rows } = await sql<Row>`select seq, id, title, abstract, keywords, organization, authors, changed_at,
        (select max(upvotes) from sightings where paper_id = papers.id) as upvotes,
        (select max(day) from sightings where paper_id = papers.id) as day
      from papers where seq in (${sql.join(numbers)})`.execute(db)
    return rows.map((row) => ({
      ...partsOf(row),
      seq: row.seq,
      id: row.id,
      upvotes: row.upvotes ?? 0,
      day: row.day ?? '',
    }))
  }
}

function readPart(text: string): Part {
  const words = readWords(text)
  return { stems: words.map(({ stem }) => stem), words: words.map(({ word }) => word) }
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
