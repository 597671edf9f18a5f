import { sql } from 'kysely'
import type { SearchEngine } from '../engines/engine.ts'

type Db = SearchEngine['db']

/** A word as papers write it, and in how many of them it stands. */
export type VocabularyWord = { term: string; doc: number }

/** In how many papers each of these words stands; those in none are left out. */
export async function countWords(db: Db, words: Iterable<string>): Promise<Map<string, number>> {
  const wanted = [...new Set(words)]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<VocabularyWord>`select term, doc from vocabulary
    where doc > 0 and term in (${sql.join(wanted)})`.execute(db)
  return new Map(rows.map(({ term, doc }) => [term, doc]))
}

/** In how many papers each stem stands; those in none are left out. */
export async function countStems(db: Db, stems: Iterable<string>): Promise<Map<string, number>> {
  const wanted = [...new Set(stems)]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<VocabularyWord>`select term, doc from paper_stems
    where doc > 0 and term in (${sql.join(wanted)})`.execute(db)
  return new Map(rows.map(({ term, doc }) => [term, doc]))
}

/** The most frequent words that begin so. */
export async function wordsBeginning(db: Db, prefix: string, limit: number): Promise<VocabularyWord[]> {
  const { rows } = await sql<VocabularyWord>`select term, doc from vocabulary
    where doc > 0 and term >= ${prefix} and term < ${`${prefix}\u{10ffff}`} order by doc desc, term limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Words that begin so and are about as long. */
export async function wordsOfSimilarLength(
  db: Db,
  prefix: string,
  length: number,
  slack: number,
): Promise<VocabularyWord[]> {
  const { rows } = await sql<VocabularyWord>`select term, doc from vocabulary
    where doc > 0 and term >= ${prefix} and term < ${`${prefix}\u{10ffff}`}
      and length(term) between ${length - slack} and ${length + slack}`.execute(db)
  return rows
}
