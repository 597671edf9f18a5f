import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { anyOf, inTitle, stemsIn, type TextExpression } from '../interpretation/expression.ts'
import { COUNT_LIMIT, countRows, type IndexQuery, type SearchEngine } from './engine.ts'

// bm25() visits every occurrence of every word, even where other conditions exclude the paper: about 1 µs each.
const RANKED_PLACES = 20_000
/** For title, abstract, topics, people. */
const WEIGHTS = 'bm25(5, 1, 2, 1)'

/** SQLite's FTS5 over the tables of 0010-search and 0065-search-facts. */
export function createSqliteEngine(db: Kysely<Schema>): SearchEngine {
  const count = (wanted: IndexQuery): Promise<number> => countRows(db, matching(wanted))
  return {
    db,
    holds: (text) => sql`paper_facts.seq in (select rowid from paper_index where paper_index match ${matchOf(text)})`,
    isAmong: (papers) => sql`paper_facts.seq in (select seq from papers
      where id in (select value from json_each(${JSON.stringify(papers)})))`,
    matching,
    async among(papers, text) {
      const { rows } = await sql<{ seq: number }>`select rowid as seq from paper_index
        where rowid in (${sql.join(papers)}) and paper_index match ${matchOf(text)}`.execute(db)
      return rows.map(({ seq }) => seq)
    },
    // A function of sqlite-vec, which is loaded where there are vectors.
    bitsApart: (bits) => sql`vec_distance_hamming(vec_bit(bits), vec_bit(${bits}))`,
    async find(wanted, { counts }, limit) {
      const words = stemsIn(wanted.text).reduce((sum, stem) => sum + (counts.get(stem) ?? 0), 0)
      const best = (some: IndexQuery, total: number) =>
        total > limit && total + words <= RANKED_PLACES ? ranked(db, some, limit) : newest(db, some, limit)
      const total = await count(wanted)
      if (wanted.phrase === null) return { total, phrases: 0, best: await best(wanted, total) }
      const phrased = { ...wanted, text: wanted.phrase }
      // Of very many papers, how many hold the phrase costs more than it tells.
      const phrases = total > COUNT_LIMIT ? total : await count(phrased)
      const first = await best(phrased, phrases)
      const others = first.length < limit ? await best(wanted, total) : []
      return { total, phrases, best: [...new Set([...first, ...others])].slice(0, limit) }
    },
  }
}

async function ranked(db: Kysely<Schema>, wanted: IndexQuery, limit: number): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${matching(wanted)}
    and rank match ${WEIGHTS} order by rank limit ${limit}`.execute(db)
  return rows.map(({ seq }) => seq)
}

/** Those that have it in the title come first. */
async function newest(db: Kysely<Schema>, wanted: IndexQuery, limit: number): Promise<number[]> {
  const found = new Set<number>()
  for (const text of [inTitle(wanted.text), wanted.text]) {
    const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${matching({ ...wanted, text })}
      order by paper_index.rowid desc limit ${limit}`.execute(db)
    for (const { seq } of rows) if (found.size < limit) found.add(seq)
  }
  return [...found]
}

function matching({ text, except, conditions }: IndexQuery) {
  const match = except.length === 0 ? matchOf(text) : `${matchOf(text)} NOT ${matchOf(anyOf(except))}`
  const facts = conditions.length === 0 ? sql`` : sql`join paper_facts on paper_facts.seq = paper_index.rowid`
  const where = sql.join([sql`paper_index match ${match}`, ...conditions], sql` and `)
  return sql`from paper_index ${facts} where ${where}`
}

/** Everything is quoted: FTS5 takes no character of a query for an operator. */
function matchOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(matchOf).join(text.is === 'all' ? ' AND ' : ' OR ')})`
  const phrase = `"${text.stems.join(' ')}"`
  return text.in === 'any' ? phrase : `{${text.in}} : ${phrase}`
}
