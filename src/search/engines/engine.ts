import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { Schema } from '../../db/schema.ts'
import type { TextExpression } from '../interpretation/expression.ts'

/** What must be true of a row of `paper_facts`. */
export type Condition = RawBuilder<SqlBool>

/**
 * The papers that hold a text and none of `except`, of those that meet the conditions. Those that hold the `phrase`, too, come first; only
 * such hold it.
 */
export type IndexQuery = {
  text: TextExpression
  phrase: TextExpression | null
  except: TextExpression[]
  conditions: Condition[]
}

/** What holds this text, whatever else is true of it. */
export const textAlone = (text: TextExpression): IndexQuery => ({ text, phrase: null, except: [], conditions: [] })

/** How many papers there are, and in how many of them each stem stands. */
export type DocumentFrequencies = { papers: number; counts: Map<string, number> }

/**
 * `phrases`: about how many hold the phrase. `best`: the likely best, all of them when there are no more than were asked for; the exact
 * ranking comes later.
 */
export type IndexMatches = { total: number; phrases: number; best: number[] }

/**
 * So many matches are counted, and one more when there are more, and can be put into an order while somebody waits: counting all that hold
 * a common word would take longer than finding the best, and tell nobody anything.
 */
export const COUNT_LIMIT = 5_000

/** What the two databases do each in its own way. A paper is its number, `papers.seq`. */
export interface SearchEngine {
  db: Kysely<Schema>
  /** The condition that a paper holds this text. */
  holds(text: TextExpression): Condition
  /** The condition that a paper is one of these, however many. */
  isAmong(papers: PaperId[]): Condition
  count(wanted: IndexQuery): Promise<number>
  /** When an order by relevance would cost too much, the newest come first. */
  find(wanted: IndexQuery, frequencies: DocumentFrequencies, limit: number): Promise<IndexMatches>
  /** Which of a few papers hold this text. */
  among(papers: number[], text: TextExpression): Promise<number[]>
  /** How many of these bits a row of `vector_bits` has otherwise. */
  bitsApart(bits: Uint8Array): RawBuilder<number>
}
