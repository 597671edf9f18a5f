import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { anyOf, stemsIn, type TextExpression } from '../interpretation/expression.ts'
import {
  COUNT_LIMIT,
  type Condition,
  countOf,
  type DocumentFrequencies,
  type IndexQuery,
  isFrequent,
  type SearchEngine,
} from './engine.ts'

// ts_rank() reads the vector of a paper for each alternative anew: some µs each.
const RANKED_VECTORS = 24_000
/** Of more than can be counted, the newest are ranked. */
const RANKED_OF_MANY = 2_000

/** Ordered first by the rarity of their words alone, which the index of words tells without reading the papers. */
const RANKED_OF_RARE = 500

/** PostgreSQL’s full text over `paper_index` and `paper_facts`. */
export function createPostgresEngine(db: Kysely<Schema>): SearchEngine {
  return {
    db,
    holds,
    isAmong: (papers) => sql`paper_facts.seq in (select seq from papers where id = any(${papers}::text[]))`,
    matching,
    async among(papers, text) {
      const { rows } = await sql<{ seq: number }>`select seq from paper_index
        where seq = any(${papers}::bigint[]) and words @@ ${queryOf(text)}::tsquery`.execute(db)
      return rows.map(({ seq }) => seq)
    },
    async find(wanted, frequencies, limit) {
      if (areRare(wanted, frequencies)) {
        const { total, rarest } = await readRarest(db, wanted, frequencies)
        return { total, ...(await readBest(db, rarest, wanted, frequencies, limit)) }
      }
      const rankable = Math.floor(RANKED_VECTORS / alternativesOf(wanted).length)
      const { total, newest } = await readNewest(db, wanted, frequencies, Math.max(limit, rankable))
      return { total, ...(await readBest(db, newest, wanted, frequencies, limit)) }
    },
    // PostgreSQL 14 can do it by itself, 100,000 times in 30 ms.
    bitsApart: (bits) => sql`bit_count(bits # ${`x${Buffer.from(bits).toString('hex')}`}::text::bit varying)`,
  }
}

const alternativesOf = ({ text }: IndexQuery): TextExpression[] => (text.is === 'sequence' ? [text] : text.of)

const holds = (text: TextExpression): Condition =>
  sql`paper_facts.seq in (select seq from paper_index where words @@ ${queryOf(text)}::tsquery)`

/** Whether they are alternatives that few papers hold. */
const areRare = ({ text }: IndexQuery, { counts }: DocumentFrequencies): boolean =>
  text.is === 'any' && text.of.reduce((sum, one) => sum + countOf(one, counts), 0) <= COUNT_LIMIT

/** Those with the most and the rarest of the alternatives: each is worth its inverse document frequency. */
async function readRarest(db: Kysely<Schema>, wanted: IndexQuery, frequencies: DocumentFrequencies) {
  const { except, conditions } = wanted
  const each = alternativesOf(wanted).map(
    (text) => sql`select seq, ${idf(text, frequencies)}::float8 as weight from paper_index
      where words @@ ${queryOf(text)}::tsquery`,
  )
  const where = [...conditions, ...except.map((text) => sql`not ${holds(text)}`)]
  const { rows } = await sql<{ seq: number; total: number }>`select found.seq, count(*) over () as total
    from (select seq, sum(weight) as weight from (${sql.join(each, sql` union all `)}) as every group by seq) as found
    ${
      where.length === 0
        ? sql``
        : sql`join paper_facts on paper_facts.seq = found.seq
      where ${sql.join(where, sql` and `)}`
    }
    order by weight desc, found.seq desc limit ${RANKED_OF_RARE}`.execute(db)
  return { total: rows[0]?.total ?? 0, rarest: rows.map(({ seq }) => seq) }
}

const idf = (text: TextExpression, { papers, counts }: DocumentFrequencies): number =>
  Math.log(1 + papers / (1 + countOf(text, counts)))

/** One pass over the matches for both: whether a paper holds a phrase costs as much as all else. */
async function readNewest(db: Kysely<Schema>, wanted: IndexQuery, frequencies: DocumentFrequencies, limit: number) {
  const areMany = isFrequent(wanted, frequencies)
  const read = areMany ? Math.min(limit, RANKED_OF_MANY) : COUNT_LIMIT + 1
  const { isByAge, plan } = planFor(wanted.text, frequencies, read)
  const age = isByAge ? sql`paper_index.seq` : sql`paper_index.seq + 0`
  const { rows } = await db.transaction().execute(async (transaction) => {
    const settings = plan.map(([name, value]) => sql`set_config(${name}, ${value}, true)`)
    await sql`select ${sql.join(settings)}`.execute(transaction)
    return sql<{ total: number; newest: string[] | null }>`with found as materialized
      (select paper_index.seq ${matching(wanted)} order by ${age} desc limit ${read})
      select count(*) as total, (array_agg(seq order by seq desc))[:${limit}] as newest from found`.execute(transaction)
  })
  const total = areMany ? COUNT_LIMIT + 1 : (rows[0]?.total ?? 0)
  const newest = rows[0]?.newest?.slice(0, total > COUNT_LIMIT ? RANKED_OF_MANY : limit) ?? []
  return { total, newest: newest.map(Number) }
}

async function readBest(
  db: Kysely<Schema>,
  numbers: number[],
  wanted: IndexQuery,
  frequencies: DocumentFrequencies,
  limit: number,
): Promise<{ phrases: number; best: number[] }> {
  const phrased = wanted.phrase === null ? sql`false` : sql`words @@ ${queryOf(wanted.phrase)}::tsquery`
  const { rows } = await sql<{ seq: number; phrases: number }>`with ranked as materialized
    (select seq, ${phrased} as phrased, ${relevance(alternativesOf(wanted), frequencies)} as relevance
      from paper_index where seq = any(${numbers}::bigint[]))
    select seq, (select count(*) from ranked where phrased) as phrases from ranked
    order by phrased desc, relevance desc limit ${limit}`.execute(db)
  return { phrases: rows[0]?.phrases ?? 0, best: rows.map(({ seq }) => seq) }
}

/**
 * Whether to scan the papers from the newest on until enough hold the text, or the index of words. PostgreSQL's planner
 * takes the comparison of a paper for cheap and a phrase for as frequent as its words, and has no statistics of the
 * newest papers, so it is not left to choose. Measured: a paper costs 1 µs and an eighth more for each word, one from
 * the index 3 µs.
 */
function planFor(text: TextExpression, { papers, counts }: DocumentFrequencies, wanted: number) {
  const share = shareOf(text, (stem) => (counts.get(stem) ?? 0) / Math.max(papers, 1))
  const read = hasPhrase(text) ? papers : Math.min(papers, wanted / share)
  const isByAge = read * (1 + stemsIn(text).length / 8) < 3 * share * papers
  const onOff = (isOn: boolean) => (isOn ? 'on' : 'off')
  const plan = [
    ['enable_seqscan', 'off'],
    ['enable_bitmapscan', onOff(!isByAge)],
    // Looking up one after another is slower than reading the facts of all, when it is more than a few.
    ['enable_nestloop', onOff(isByAge || share < 0.1)],
  ]
  return { isByAge, plan }
}

const hasPhrase = (text: TextExpression): boolean =>
  text.is === 'sequence' ? text.stems.length > 1 : text.of.some(hasPhrase)

/** The share of all papers that hold these words, if these are independent: 0 to 1. */
function shareOf(text: TextExpression, shareOfStem: (stem: string) => number): number {
  const product = (shares: number[]) => shares.reduce((all, share) => all * share, 1)
  if (text.is === 'sequence') return product(text.stems.map(shareOfStem))
  const shares = text.of.map((part) => shareOf(part, shareOfStem))
  return text.is === 'all' ? product(shares) : 1 - product(shares.map((share) => 1 - share))
}

/**
 * ts_rank ignores how rare a word is, so each alternative is weighted by that; and saturated as in BM25, so that a word
 * once more, or in the title, counts less than another word.
 */
function relevance(alternatives: TextExpression[], frequencies: DocumentFrequencies) {
  const ranks = alternatives.map((text) => {
    const rank = sql`ts_rank('{0, 0.3, 0.2, 1}', words, ${queryOf(text)}::tsquery)`
    return sql`${idf(text, frequencies)}::float8 * (1 - 0.16 / (0.16 + ${rank}))`
  })
  return sql.join(ranks, sql` + `)
}

function matching({ text, except, conditions }: IndexQuery) {
  const query = except.length === 0 ? queryOf(text) : `${queryOf(text)} & !${queryOf(anyOf(except))}`
  const facts = conditions.length === 0 ? sql`` : sql`join paper_facts on paper_facts.seq = paper_index.seq`
  const where = sql.join([sql`words @@ ${query}::tsquery`, ...conditions], sql` and `)
  return sql`from paper_index ${facts} where ${where}`
}

const LABELS = { any: '', title: ':A', topics: ':C', people: ':D' }

/** Stems are letters and digits, so quotes make them safe. */
function queryOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(queryOf).join(text.is === 'all' ? ' & ' : ' | ')})`
  return `(${text.stems.map((stem) => `'${stem}'${LABELS[text.in]}`).join(' <-> ')})`
}
