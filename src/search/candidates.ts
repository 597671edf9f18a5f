import { sql } from 'kysely'
import type { IsoDay, PaperId } from '../paper.ts'
import type { SearchEngine } from './engine.ts'
import { tokenize } from './words.ts'

/** A paper as the ranking reads it. */
export type Candidate = {
  id: PaperId
  title: string[]
  abstract: string[]
  topics: string[]
  people: string[]
  upvotes: number
  /** The newest day a source lists it on. */
  day: IsoDay
}

type Row = {
  id: PaperId
  title: string
  abstract: string
  keywords: string
  organization: string | null
  authors: string
  upvotes: number | null
  day: IsoDay | null
}

export async function readCandidates({ db }: SearchEngine, numbers: number[]): Promise<Candidate[]> {
  if (numbers.length === 0) return []
  const { rows } = await sql<Row>`select id, title, abstract, keywords, organization, authors,
      (select max(upvotes) from sightings where paper_id = papers.id) as upvotes,
      (select max(day) from sightings where paper_id = papers.id) as day
    from papers where seq in (${sql.join(numbers)})`.execute(db)
  return rows.map(readCandidate)
}

// Searches in a row find the same papers.
const KEPT = 2_000
const read = new Map<PaperId, { row: Row; candidate: Candidate }>()

function readCandidate(row: Row): Candidate {
  const before = read.get(row.id)
  if (
    before &&
    before.row.abstract === row.abstract &&
    before.row.title === row.title &&
    before.row.keywords === row.keywords
  )
    return { ...before.candidate, upvotes: row.upvotes ?? 0, day: row.day ?? '' }
  const stems = (text: string) => tokenize(text).map(({ stem }) => stem)
  const candidate: Candidate = {
    id: row.id,
    title: stems(row.title),
    abstract: stems(row.abstract),
    topics: stems(`${row.keywords} ${row.organization ?? ''}`),
    people: stems(row.authors),
    upvotes: row.upvotes ?? 0,
    day: row.day ?? '',
  }
  if (read.size >= KEPT) read.clear()
  read.set(row.id, { row, candidate })
  return candidate
}
