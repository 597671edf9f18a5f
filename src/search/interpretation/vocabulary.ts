import { type RawBuilder, sql } from 'kysely'
import { createRecent } from '../../core/recent.ts'
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

const FREQUENT = 1_000
const KEPT = 5_000
const KEPT_MS = 600_000
const keptOf = new WeakMap<Db, ReturnType<typeof createRecent<number>>>()

/** FTS5 counts by reading all it has of a word: counts of frequent ones, which hardly change, are kept for a while. */
async function countTerms(db: Db, table: 'vocabulary' | 'paper_stems', terms: Iterable<string>) {
  const kept = keptOf.get(db) ?? createRecent<number>(KEPT, KEPT_MS)
  keptOf.set(db, kept)
  const counts = new Map<string, number>()
  const unknown: string[] = []
  for (const term of new Set(terms)) {
    const doc = kept.get(`${table} ${term}`)
    if (doc === undefined) unknown.push(term)
    else counts.set(term, doc)
  }
  const rows = unknown.length === 0 ? [] : await select(db, sql.table(table), sql`term in (${sql.join(unknown)})`)
  for (const { term, doc } of rows) {
    counts.set(term, doc)
    if (doc > FREQUENT) kept.set(`${table} ${term}`, doc)
  }
  return counts
}

/** The most frequent words that begin so. */
export const wordsBeginning = (db: Db, prefix: string, limit: number): Promise<VocabularyWord[]> =>
  select(db, sql`vocabulary`, sql`${begins(prefix)} order by doc desc, term limit ${limit}`)

/** Words that have one of these beginnings and are about as long. */
export function wordsOfSimilarLength(db: Db, beginnings: string[], length: number, slack: number) {
  const each = beginnings.map((beginning) => sql`select * from vocabulary where ${begins(beginning)}`)
  const all = sql`(${sql.join(each, sql` union all `)}) as words`
  return select(db, all, sql`length(term) between ${length - slack} and ${length + slack}`)
}

const begins = (prefix: string) => sql`term >= ${prefix} and term < ${`${prefix}\u{10ffff}`}`

async function select(db: Db, words: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<VocabularyWord[]> {
  const { rows } = await sql<VocabularyWord>`select term, doc from ${words}
    where doc > 0 and ${where}`.execute(db)
  return rows
}
