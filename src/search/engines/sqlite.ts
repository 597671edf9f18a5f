import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { anyOf, inTitle, type TextExpression } from '../interpretation/expression.ts'
import { COUNT_LIMIT, countRows, type IndexQuery, RANKED, type SearchEngine } from './engine.ts'

/** For title, abstract, topics, people. */
const WEIGHTS = sql`bm25(paper_index, 5, 1, 2, 1)`

/** SQLite’s FTS5 over `paper_index` and `paper_facts`. */
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
    async find(wanted, _, limit) {
      const total = await count(wanted)
      const phrased = wanted.phrase === null ? null : { ...wanted, text: wanted.phrase }
      // Of very many papers, how many hold the phrase costs more than it tells.
      const phrases = phrased === null ? 0 : total > COUNT_LIMIT ? total : await count(phrased)
      const titled = total > COUNT_LIMIT ? [{ ...wanted, text: inTitle(wanted.text) }] : []
      const best = new Set<number>()
      for (const some of [...(phrases > 0 && phrased ? [phrased] : []), ...titled, wanted])
        if (best.size < Math.min(limit, total)) for (const seq of await ranked(db, some, limit)) best.add(seq)
      return { total, phrases, best: [...best].slice(0, limit) }
    },
  }
}

/** By bm25(), which takes about 1 µs a paper: of more than `RANKED`, the newest of them. */
async function ranked(db: Kysely<Schema>, wanted: IndexQuery, limit: number): Promise<number[]> {
  const from = matching(wanted)
  const { rows } = await sql<{ seq: number }>`select paper_index.rowid as seq ${from} and paper_index.rowid >= coalesce(
    (select paper_index.rowid ${from} order by paper_index.rowid desc limit 1 offset ${RANKED}), 0)
    order by ${WEIGHTS} limit ${limit}`.execute(db)
  return rows.map(({ seq }) => seq)
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
