import { type Kysely, sql } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { Condition, SearchEngine } from './engine.ts'
import type { TextExpression } from './expression.ts'

// bm25() takes 1.5 µs a match (100,000 papers, 2 cores): about 10 ms.
const RANKED_MATCHES = 6_000
/** FTS5's bm25 for title, abstract, topics, people. */
const WEIGHTS = 'bm25(5, 1, 2, 1)'

/** SQLite's FTS5 over the tables of 0010-search. */
export function createSqliteEngine(db: Kysely<Schema>): SearchEngine {
  const holds = (text: TextExpression): Condition =>
    sql`papers.seq in (select rowid from paper_index where paper_index match ${matchOf(text)})`
  return {
    db,
    holds,
    async findBest(text, conditions, limit) {
      const match = matchOf(text)
      const from = conditions.length === 0 ? sql`` : sql`join papers on papers.seq = paper_index.rowid`
      const where = sql.join([sql`paper_index match ${match}`, ...conditions], sql` and `)
      const counted = await sql<{
        total: number
      }>`select count(*) as total from paper_index ${from} where ${where}`.execute(db)
      const total = counted.rows[0]?.total ?? 0
      if (total === 0) return { total, best: [] }
      const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq from paper_index ${from}
        where ${where} and paper_index.rowid > ${await floor(db, total)} and rank match ${WEIGHTS} order by rank limit ${limit}`.execute(
        db,
      )
      return { total, best: rows.map(({ seq }) => seq) }
    },
    async countPapers(stems) {
      const counts = new Map<string, number>()
      for (const stem of new Set(stems)) {
        const { rows } = await sql<{ doc: number }>`select doc from paper_stems where term = ${stem}`.execute(db)
        counts.set(stem, rows[0]?.doc ?? 0)
      }
      return counts
    },
  }
}

/** Where a word stands in very many papers, only the newest are ranked: no order among ten thousand means anything to people. */
async function floor(db: Kysely<Schema>, total: number): Promise<number> {
  if (total <= RANKED_MATCHES) return 0
  const { rows } = await sql<{ newest: number }>`select max(seq) as newest from papers`.execute(db)
  return Math.floor((rows[0]?.newest ?? 0) * (1 - RANKED_MATCHES / total))
}

/** Everything is quoted: FTS5 takes no character of a query for an operator. */
function matchOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(matchOf).join(text.is === 'all' ? ' AND ' : ' OR ')})`
  const phrase = `"${text.stems.join(' ')}"`
  return text.in === 'any' ? phrase : `{${text.in}} : ${phrase}`
}
