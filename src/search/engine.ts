import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { TextExpression } from './expression.ts'

export type Condition = RawBuilder<SqlBool>

/** What the two databases do each in its own way. A paper is its number, `papers.seq`. */
export interface SearchEngine {
  db: Kysely<Schema>
  /** The condition that a row of `papers` is a paper whose text holds this. */
  holds(text: TextExpression): Condition
  count(text: TextExpression, conditions: Condition[]): Promise<number>
  /** The likely best of the papers that hold the text, which are about `expected`; the exact ranking comes later. */
  best(text: TextExpression, conditions: Condition[], expected: number, limit: number): Promise<number[]>
  /** In how many papers each stem stands. */
  countPapers(stems: string[]): Promise<Map<string, number>>
}
