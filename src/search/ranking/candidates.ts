import type { Selectable } from 'kysely'
import type { IsoDay, PaperId } from '../../paper.ts'
import { attentionOf } from '../../store/papers.ts'
import type { Schema } from '../../store/schema.ts'
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
    const rows = await db.selectFrom('papers').select(COLUMNS).where('seq', 'in', numbers).execute()
    const attention = await attentionOf(
      db,
      rows.map(({ id }) => id as PaperId),
    )
    return rows.map((row) => {
      const id = row.id as PaperId
      const { upvotes, days } = attention.get(id) ?? { upvotes: null, days: [] }
      return { ...partsOf(row), seq: row.seq, id, upvotes: upvotes ?? 0, day: days.at(-1)?.day ?? '' }
    })
  }
}

const COLUMNS = ['seq', 'id', 'title', 'abstract', 'keywords', 'organization', 'authors', 'changed_at'] as const

function readPart(text: string): Part {
  const words = readWords(text)
  return { stems: words.map(({ stem }) => stem), words: words.map(({ word }) => word) }
}

type Row = Pick<Selectable<Schema['papers']>, (typeof COLUMNS)[number]>
