import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { PaperId } from '../../paper.ts'
import type { Schema } from '../../store/schema.ts'
import type { TextExpression } from '../meaning/expression.ts'

export type Condition = RawBuilder<SqlBool>

/** How many papers hold a text, and in how many papers all its words stand, one by one. */
export type Effort = { papers: number; words: number }

/** What the two databases do each in its own way. A paper is its number, `papers.seq`. */
export interface SearchEngine {
  db: Kysely<Schema>
  /** How many papers it can put into an order while somebody waits. */
  rankable: number
  /** The condition that a row of `papers` is a paper whose text holds this. */
  holds(text: TextExpression): Condition
  /** The condition that a row of `papers` is one of these, however many. */
  isAmong(papers: PaperId[]): Condition
  count(text: TextExpression, conditions: Condition[]): Promise<number>
  /**
   * The likely best of the papers that hold the text; the exact ranking comes later. When an order by relevance would cost too much, the
   * newest come first.
   */
  best(text: TextExpression, conditions: Condition[], effort: Effort, limit: number): Promise<number[]>
  /** In how many papers each stem stands. */
  countPapers(stems: string[]): Promise<Map<string, number>>
}
