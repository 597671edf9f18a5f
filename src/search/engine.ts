import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { TextExpression } from './expression.ts'

export type Condition = RawBuilder<SqlBool>

/** What the two databases do each in its own way. A paper is its number, `papers.seq`. */
export interface SearchEngine {
  db: Kysely<Schema>
  /** The condition that `papers.seq` is a paper whose text holds this. */
  holds(text: TextExpression): Condition
  /** How many papers hold the text and meet the conditions, and the likely best of them; the exact ranking comes later. */
  findBest(text: TextExpression, conditions: Condition[], limit: number): Promise<{ total: number; best: number[] }>
  /** In how many papers each stem stands. */
  countPapers(stems: string[]): Promise<Map<string, number>>
}
