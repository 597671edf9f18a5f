import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../store/schema.ts'
import { inTitle, type TextExpression } from '../meaning/expression.ts'
import type { Condition, SearchEngine } from './engine.ts'

// bm25() visits every place of every word, whatever else the search asks for: about 1 µs each.
const RANKED_PLACES = 20_000
/** For title, abstract, topics, people. */
const WEIGHTS = 'bm25(5, 1, 2, 1)'

/** SQLite's FTS5 over the tables of 0010-search. */
export function createSqliteEngine(db: Kysely<Schema>): SearchEngine {
  return {
    db,
    rankable: 6_000,
    holds: (text) => sql`papers.seq in (select rowid from paper_index where paper_index match ${matchOf(text)})`,
    isAmong: (papers) => sql`papers.id in (select value from json_each(${JSON.stringify(papers)}))`,
    async count(text, conditions) {
      const { rows } = await sql<{ total: number }>`select count(*) as total ${matching(text, conditions)}`.execute(db)
      return rows[0]?.total ?? 0
    },
    async best(text, conditions, effort, limit) {
      if (effort.papers + effort.words > RANKED_PLACES) return newest(db, text, conditions, limit)
      const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${matching(text, conditions)}
        and rank match ${WEIGHTS} order by rank limit ${limit}`.execute(db)
      return rows.map(({ seq }) => seq)
    },
    async countPapers(stems) {
      const { rows } = await sql<{ term: string; doc: number }>`select term, doc from paper_stems
        where term in (${sql.join([...new Set(stems)])})`.execute(db)
      return new Map(rows.map(({ term, doc }) => [term, doc]))
    },
  }
}

async function newest(db: Kysely<Schema>, text: TextExpression, conditions: Condition[], limit: number) {
  const found = new Set<number>()
  for (const wanted of [inTitle(text), text]) {
    const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${matching(wanted, conditions)}
      order by paper_index.rowid desc limit ${limit - found.size}`.execute(db)
    for (const { seq } of rows) found.add(seq)
  }
  return [...found]
}

function matching(text: TextExpression, conditions: Condition[]) {
  const papers = conditions.length === 0 ? sql`` : sql`join papers on papers.seq = paper_index.rowid`
  const where = sql.join([sql`paper_index match ${matchOf(text)}`, ...conditions], sql` and `)
  return sql`from paper_index ${papers} where ${where}`
}

/** Everything is quoted: FTS5 takes no character of a query for an operator. */
function matchOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(matchOf).join(text.is === 'all' ? ' AND ' : ' OR ')})`
  const phrase = `"${text.stems.join(' ')}"`
  return text.in === 'any' ? phrase : `{${text.in}} : ${phrase}`
}
