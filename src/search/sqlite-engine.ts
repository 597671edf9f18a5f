import { type Kysely, sql } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { Condition, SearchEngine } from './engine.ts'
import type { TextExpression } from './expression.ts'

// bm25() takes about 1.5 µs a match: 10 ms.
const RANKED_MATCHES = 6_000
/** For title, abstract, topics, people. */
const WEIGHTS = 'bm25(5, 1, 2, 1)'

/** SQLite's FTS5 over the tables of 0010-search. */
export function createSqliteEngine(db: Kysely<Schema>): SearchEngine {
  return {
    db,
    holds: (text) => sql`papers.seq in (select rowid from paper_index where paper_index match ${matchOf(text)})`,
    async count(text, conditions) {
      const { rows } = await sql<{ total: number }>`select count(*) as total ${matching(text, conditions)}`.execute(db)
      return rows[0]?.total ?? 0
    },
    async best(text, conditions, expected, limit) {
      const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${matching(text, conditions)}
        and paper_index.rowid > ${await rankedFrom(db, expected)} and rank match ${WEIGHTS} order by rank limit ${limit}`.execute(
        db,
      )
      return rows.map(({ seq }) => seq)
    },
    async countPapers(stems) {
      const { rows } = await sql<{ term: string; doc: number }>`select term, doc from paper_stems
        where term in (${sql.join([...new Set(stems)])})`.execute(db)
      return new Map(rows.map(({ term, doc }) => [term, doc]))
    },
  }
}

function matching(text: TextExpression, conditions: Condition[]) {
  const papers = conditions.length === 0 ? sql`` : sql`join papers on papers.seq = paper_index.rowid`
  const where = sql.join([sql`paper_index match ${matchOf(text)}`, ...conditions], sql` and `)
  return sql`from paper_index ${papers} where ${where}`
}

/** Of very many matches only the latest to arrive are ranked: no order among ten thousand means anything to people. */
async function rankedFrom(db: Kysely<Schema>, expected: number): Promise<number> {
  if (expected <= RANKED_MATCHES) return 0
  const { rows } = await sql<{ latest: number }>`select max(seq) as latest from papers`.execute(db)
  return Math.floor((rows[0]?.latest ?? 0) * (1 - RANKED_MATCHES / expected))
}

/** Everything is quoted: FTS5 takes no character of a query for an operator. */
function matchOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(matchOf).join(text.is === 'all' ? ' AND ' : ' OR ')})`
  const phrase = `"${text.stems.join(' ')}"`
  return text.in === 'any' ? phrase : `{${text.in}} : ${phrase}`
}
