import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { anyOf, inTitle, type TextExpression } from '../interpretation/expression.ts'
import {
  COUNT_LIMIT,
  type Condition,
  type DocumentFrequencies,
  expectedMatches,
  type IndexQuery,
  isFrequent,
  type SearchEngine,
} from './engine.ts'

/** For title, abstract, topics, people. */
const WEIGHTS = sql`bm25(paper_index, 5.0, 1.0, 2.0, 1.0)`

/** SQLite’s FTS5 over `paper_index` and `paper_facts`. */
export function createSqliteEngine(db: Kysely<Schema>): SearchEngine {
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
    async find(wanted, frequencies, limit) {
      const isNew = newestWith(wanted, frequencies)
      const read = (text: TextExpression) => readBest(db, { ...wanted, text }, isNew, limit)
      const all = isFrequent(wanted, frequencies) ? null : await read(wanted.text)
      const total = all?.total ?? COUNT_LIMIT + 1
      const phrase = wanted.phrase && total > 0 ? await read(wanted.phrase) : NONE
      const titled = total > COUNT_LIMIT && phrase.best.length < limit ? await read(inTitle(wanted.text)) : NONE
      const others = all ?? (titled.best.length < limit ? await read(wanted.text) : NONE)
      const best = new Set([...phrase.best, ...titled.best, ...others.best])
      return { total, phrases: phrase.total, best: [...best].slice(0, limit) }
    },
  }
}

type Best = { total: number; best: number[] }
const NONE: Best = { total: 0, best: [] }

/** FTS5 reads all the places of words to find a phrase or a title: in 100 ms those of as many papers. */
const MOST_READ = 100_000

/** The condition that a paper is one of the newest that are expected to be so many with these words. */
function newestWith({ text, conditions }: IndexQuery, frequencies: DocumentFrequencies): Condition {
  const part = conditions.length > 0 ? 1 : MOST_READ / expectedMatches(text, frequencies)
  // FTS5 heeds no real number here, and every number of JavaScript is one.
  const first = sql`cast(${Math.floor(frequencies.papers * (1 - part))} as integer)`
  return part < 1 ? sql`paper_index.rowid > ${first}` : sql`true`
}

/** One pass for both. bm25() takes about 1 µs a paper: of more than can be counted, the newest are ranked. */
async function readBest(db: Kysely<Schema>, wanted: IndexQuery, also: Condition, limit: number): Promise<Best> {
  const { rows } = await sql<{ seq: number; total: number }>`with found as materialized
    (select paper_index.rowid as seq, ${WEIGHTS} as score ${matching(wanted)} and ${also}
      order by paper_index.rowid desc limit ${COUNT_LIMIT + 1})
    select seq, (select count(*) from found) as total from found order by score limit ${limit}`.execute(db)
  return { total: rows[0]?.total ?? 0, best: rows.map(({ seq }) => seq) }
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
