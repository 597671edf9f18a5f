import { type RawBuilder, sql } from 'kysely'
import type { SearchEngine } from '../engines/engine.ts'

type Db = SearchEngine['db']

/** A word or a stem, and in how many papers it stands. */
export type VocabularyWord = { term: string; doc: number }

/** In how many papers each of these words stands, as papers write them; those in none are left out. */
export const countWords = (db: Db, words: Iterable<string>): Promise<Map<string, number>> =>
  countTerms(db, 'vocabulary', words)

/** In how many papers each stem stands; those in none are left out. */
export const countStems = (db: Db, stems: Iterable<string>): Promise<Map<string, number>> =>
  countTerms(db, 'paper_stems', stems)

async function countTerms(db: Db, table: 'vocabulary' | 'paper_stems', terms: Iterable<string>) {
  const wanted = [...new Set(terms)]
  if (wanted.length === 0) return new Map<string, number>()
  const rows = await select(db, table, sql`term in (${sql.join(wanted)})`)
  return new Map(rows.map(({ term, doc }) => [term, doc]))
}

/** The most frequent words that begin so. */
export const wordsBeginning = (db: Db, prefix: string, limit: number): Promise<VocabularyWord[]> =>
  select(db, 'vocabulary', sql`${begins(prefix)} order by doc desc, term limit ${limit}`)

/** Words that begin so and are about as long. */
export const wordsOfSimilarLength = (
  db: Db,
  prefix: string,
  length: number,
  slack: number,
): Promise<VocabularyWord[]> =>
  select(db, 'vocabulary', sql`${begins(prefix)} and length(term) between ${length - slack} and ${length + slack}`)

const begins = (prefix: string) => sql`term >= ${prefix} and term < ${`${prefix}\u{10ffff}`}`

async function select(db: Db, table: string, where: RawBuilder<unknown>): Promise<VocabularyWord[]> {
  const { rows } = await sql<VocabularyWord>`select term, doc from ${sql.table(table)}
    where doc > 0 and ${where}`.execute(db)
  return rows
}
