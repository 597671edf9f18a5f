import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { Schema } from '../../db/schema.ts'
import { stemsIn, type TextExpression } from '../interpretation/expression.ts'

/** What must be true of a row of `paper_facts`. */
export type Condition = RawBuilder<SqlBool>

export const allOfThem = (conditions: Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `)

/** The papers that hold a text and none of `except`, and meet the conditions; those with the `phrase` come first. */
export type IndexQuery = {
  text: TextExpression
  phrase: TextExpression | null
  except: TextExpression[]
  conditions: Condition[]
}

/** The papers that hold this text. */
export const textAlone = (text: TextExpression): IndexQuery => ({ text, phrase: null, except: [], conditions: [] })

/** How many papers there are, and in how many of them each stem stands. */
export type DocumentFrequencies = { papers: number; counts: Map<string, number> }

/** `phrases`: about how many hold the phrase. `best`: of `total`, what the index takes for the best, best first. */
export type IndexMatches = { total: number; phrases: number; best: number[] }

/** So many papers are counted and ranked roughly at most; all with a common word would take long and find no better. */
export const COUNT_LIMIT = 5_000

/** What SQLite and PostgreSQL do differently. A paper is its number, `papers.seq`. */
export interface SearchEngine {
  db: Kysely<Schema>
  /** The condition that a paper holds this text. */
  holds(text: TextExpression, frequencies?: DocumentFrequencies): Condition
  /** The condition that a paper is one of these, of any number. */
  isAmong(papers: PaperId[]): Condition
  /** The `from … where …` of the papers that are wanted. */
  matching(wanted: IndexQuery): RawBuilder<unknown>
  /** Of more than `COUNT_LIMIT`, those that hold the text in their title come first, then the newest. */
  find(wanted: IndexQuery, frequencies: DocumentFrequencies, limit: number): Promise<IndexMatches>
  /** Which of a few papers hold this text. */
  among(papers: number[], text: TextExpression): Promise<number[]>
  /** How many of these bits a row of `vector_bits` has otherwise. */
  bitsApart(bits: Uint8Array): RawBuilder<number>
}

export const countMatches = ({ db, matching }: SearchEngine, wanted: IndexQuery): Promise<number> =>
  countRows(db, matching(wanted))

/** The number of rows of a `from … where …`, as far as `COUNT_LIMIT` and one more. */
export async function countRows(db: SearchEngine['db'], from: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from
    (select 1 ${from} limit ${COUNT_LIMIT + 1}) as found`.execute(db)
  return rows[0]?.total ?? 0
}

export async function readIds(db: SearchEngine['db'], papers: number[]): Promise<Map<number, PaperId>> {
  if (papers.length === 0) return new Map()
  const rows = await db.selectFrom('papers').select(['seq', 'id']).where('seq', 'in', papers).execute()
  return new Map(rows.map(({ seq, id }) => [seq, id]))
}

/** Whether one word alone makes them more than are counted. */
export function isFrequent({ text, except, conditions }: IndexQuery, { counts }: DocumentFrequencies): boolean {
  if (except.length > 0 || conditions.length > 0 || text.is === 'all') return false
  const alternatives = text.is === 'any' ? text.of : [text]
  return alternatives.some(
    (one) => one.is === 'sequence' && one.in === 'any' && one.stems.length === 1 && countOf(one, counts) > COUNT_LIMIT,
  )
}

/** The papers that hold the rarest of its words. */
export const countOf = (text: TextExpression, counts: Map<string, number>): number =>
  Math.min(...stemsIn(text).map((stem) => counts.get(stem) ?? 0))

/** About how many papers hold a text, if its words are independent of each other; of a phrase, those with its words. */
export function expectedMatches(text: TextExpression, { papers, counts }: DocumentFrequencies): number {
  const product = (shares: number[]) => shares.reduce((all, share) => all * share, 1)
  const shareOf = (text: TextExpression): number => {
    if (text.is === 'sequence') return product(text.stems.map((stem) => Math.min(1, (counts.get(stem) ?? 0) / papers)))
    const shares = text.of.map(shareOf)
    return text.is === 'all' ? product(shares) : 1 - product(shares.map((share) => 1 - share))
  }
  return papers === 0 ? 0 : papers * shareOf(text)
}
