import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { anyOf, type TextExpression } from '../interpretation/expression.ts'
import {
  allOfThem,
  COUNT_LIMIT,
  type Condition,
  countOf,
  type DocumentFrequencies,
  expectedMatches,
  type IndexMatches,
  type IndexQuery,
  isFrequent,
  type SearchEngine,
} from './engine.ts'

/** Of more than can be counted, the newest are ranked. */
const RANKED_OF_MANY = 2_000
/** Ordered first by the rarity of their words alone, which the index of words tells without reading the papers. */
const RANKED_OF_RARE = 500
/** PostgreSQL’s planner does well with as few. */
const FEW = 500
/** So many show that there are more than can be counted. Reading one takes 3 to 10 µs. */
const ENOUGH = 1.1 * COUNT_LIMIT
/** When so few of these have the phrase, too, or meet the conditions, more are read. */
const SCANT = 20
const MOST_READ = 2 * ENOUGH
// ts_rank() unpacks the vector of a paper for each alternative anew.
const RANKED_VECTORS = 24_000

/** PostgreSQL’s full text over `paper_index` and `paper_facts`. */
export function createPostgresEngine(db: Kysely<Schema>): SearchEngine {
  return {
    db,
    holds,
    isAmong: (papers) => sql`paper_facts.seq in (select seq from papers where id = any(${papers}::text[]))`,
    matching,
    async among(papers, text) {
      const { rows } = await sql<{ seq: number }>`select seq from paper_index
        where seq = any(${papers}::bigint[]) and ${wordsMatch(text)}`.execute(db)
      return rows.map(({ seq }) => seq)
    },
    find(wanted, frequencies, limit) {
      const search = { db, wanted, frequencies, limit }
      return areRare(wanted, frequencies) ? findRarest(search) : findNewest(search)
    },
    // PostgreSQL 14 can do it by itself, 100,000 times in 30 ms.
    bitsApart: (bits) => sql`bit_count(bits # ${`x${Buffer.from(bits).toString('hex')}`}::text::bit varying)`,
  }
}

/** So large a part of all papers is not listed: each paper is asked, and with so many that hold it few are. */
const LARGE_PART = 0.25

function holds(text: TextExpression, frequencies: DocumentFrequencies = { papers: 0, counts: new Map() }): Condition {
  if (expectedMatches(text, frequencies) > LARGE_PART * frequencies.papers)
    return sql`(select ${wordsMatch(text)} from paper_index where paper_index.seq = paper_facts.seq)`
  return sql`paper_facts.seq in (select seq from paper_index where ${wordsMatch(text)})`
}

const alternativesOf = ({ text }: IndexQuery): TextExpression[] => (text.is === 'sequence' ? [text] : text.of)

/** Whether they are alternatives that few papers hold. */
const areRare = ({ text }: IndexQuery, { counts }: DocumentFrequencies): boolean =>
  text.is === 'any' && text.of.reduce((sum, one) => sum + countOf(one, counts), 0) <= COUNT_LIMIT

type Search = { db: Kysely<Schema>; wanted: IndexQuery; frequencies: DocumentFrequencies; limit: number }

/** Those with the most and the rarest of the alternatives: each is worth its inverse document frequency. */
function findRarest(search: Search): Promise<IndexMatches> {
  const { wanted, frequencies } = search
  const { except, conditions } = wanted
  const each = alternativesOf(wanted).map(
    (text) => sql`select seq, ${idf(text, frequencies)}::float8 as weight
      from paper_index where ${wordsMatch(text, except)}`,
  )
  const facts = conditions.length > 0 ? sql`join paper_facts using (seq) where ${allOfThem(conditions)}` : sql``
  const counted = sql`select seq, sum(weight) as weight
    from (${sql.join(each, sql` union all `)}) as each ${facts} group by seq`
  const rarest = sql`select seq from counted order by weight desc, seq desc limit ${RANKED_OF_RARE}`
  return readBest(search, { counted, where: sql`seq in (${rarest})`, read: RANKED_OF_RARE })
}

const idf = (text: TextExpression, { papers, counts }: DocumentFrequencies): number =>
  Math.log(1 + papers / (1 + countOf(text, counts)))

/** All where they are few; of many, those in as long a stretch of the newest as should hold enough. */
async function findNewest(search: Search): Promise<IndexMatches> {
  const { db, wanted, frequencies } = search
  const { text, except, conditions } = wanted
  const holding = wordsMatch(text, except)
  const expected = expectedMatches(text, frequencies)
  if (expected <= ENOUGH)
    return readBest(search, { where: holding, conditions, read: expected, avoid: expected > FEW ? ['seqscan'] : [] })
  const { meeting, last } = await readRange(db, conditions)
  if (meeting <= ENOUGH) {
    const seqs = sql`select seq from paper_facts where ${allOfThem(conditions)}`
    return readBest(search, { where: sql`seq = any(array(${seqs})) and ${holding}`, read: meeting })
  }
  const readNewest = async (read: number) => {
    const since = await numberBefore(db, last, (read / expected) * frequencies.papers)
    const isNew = (seq: string): Condition => sql`${sql.ref(seq)} between ${since} and ${last}`
    const also = conditions.length > 0 ? [...conditions, isNew('paper_facts.seq')] : []
    const where = sql<SqlBool>`${holding} and ${isNew('seq')}`
    return readBest(search, { where, conditions: also, read, avoid: ['seqscan', 'indexscan'] })
  }
  if (isFrequent(wanted, frequencies)) return { ...(await readNewest(RANKED_OF_MANY)), total: COUNT_LIMIT + 1 }
  const found = await readNewest(ENOUGH)
  return found.total > SCANT ? found : readNewest(MOST_READ)
}

/** How many papers meet the conditions, as far as that matters, and the number of the newest of them. */
async function readRange(db: Kysely<Schema>, conditions: Condition[]) {
  const enough = sql`select seq from paper_facts where ${allOfThem(conditions)} order by seq desc limit ${ENOUGH + 1}`
  const { rows } = await sql<Record<'meeting' | 'last', number>>`select count(*) as meeting,
    coalesce(max(seq), 0) as last from (${enough}) as met`.execute(db)
  return rows[0] ?? { meeting: 0, last: 0 }
}

/** The number of the paper that is so many papers before another, or of the first: numbers have gaps. */
async function numberBefore(db: Kysely<Schema>, last: number, papers: number): Promise<number> {
  const before = db.selectFrom('paper_facts').select('seq').where('seq', '<=', last).orderBy('seq', 'desc')
  return (await before.offset(Math.floor(papers)).limit(1).executeTakeFirst())?.seq ?? 0
}

/** `read`: about how many papers are read. `avoid`: plans that PostgreSQL takes for cheaper than they are. */
type Reading = {
  where: Condition
  conditions?: Condition[]
  read: number
  avoid?: string[]
  counted?: RawBuilder<unknown>
}

/** All that are read are ranked, which takes less than reading them; where others are `counted`, there are more. */
async function readBest(search: Search, reading: Reading): Promise<IndexMatches> {
  const { db, wanted, frequencies, limit } = search
  const { where, conditions = [], read, avoid = [], counted } = reading
  const alternatives = alternativesOf(wanted)
  const apart = alternatives.length * read > RANKED_VECTORS ? [wanted.text] : alternatives
  const facts = sql`join paper_facts on paper_facts.seq = ranked.seq where ${allOfThem(conditions)}`
  const query = sql<{ seq: number; total: number; phrases: number }>`with
    ${counted ? sql`counted as materialized (${counted}),` : sql``}
    ranked as materialized (select seq, ${wanted.phrase ? wordsMatch(wanted.phrase) : sql`false`} as phrased,
      ${relevance(apart, frequencies)} as relevance from paper_index where ${where}),
    found as materialized (select ranked.* from ranked ${conditions.length > 0 ? facts : sql``})
    select seq, (select count(*) from ${counted ? sql`counted` : sql`found`}) as total,
      (select count(*) from found where phrased) as phrases
    from found order by phrased desc, relevance desc, seq desc limit ${limit}`
  const { rows } = await (avoid.length === 0 ? query.execute(db) : executeAvoiding(db, avoid, query))
  const total = Math.min(COUNT_LIMIT + 1, rows[0]?.total ?? 0)
  return { total, phrases: rows[0]?.phrases ?? 0, best: rows.map(({ seq }) => seq) }
}

/**
 * PostgreSQL’s planner takes the comparison of a paper for cheap, and for a few thousand papers compiles the query or
 * starts processes, which takes as long as reading them.
 */
const executeAvoiding = <Row>(db: Kysely<Schema>, plans: string[], query: RawBuilder<Row>) =>
  db.transaction().execute(async (transaction) => {
    const off = plans.map((plan) => sql`set_config(${`enable_${plan}`}, 'off', true)`)
    const all = [...off, sql`set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)`]
    await sql`select ${sql.join(all)}`.execute(transaction)
    return query.execute(transaction)
  })

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

/** The index knows no places: without conditions, so many papers with the words are looked at for a phrase. */
function matching({ text, except, conditions }: IndexQuery) {
  const withWords = sql`(select * from paper_index where words @@ ${queryOf(text, ' & ')}::tsquery limit ${ENOUGH})`
  const withFacts = sql`paper_index join paper_facts on paper_facts.seq = paper_index.seq`
  const papers = conditions.length === 0 ? sql`${withWords} as paper_index` : withFacts
  return sql`from ${papers} where ${allOfThem([wordsMatch(text, except), ...conditions])}`
}

/** That `paper_index.words` hold a text and none of the others. */
const wordsMatch = (text: TextExpression, except: TextExpression[] = []): Condition =>
  sql`words @@ ${except.length === 0 ? queryOf(text) : `${queryOf(text)} & !${queryOf(anyOf(except))}`}::tsquery`

const LABELS = { any: '', title: ':A', topics: ':C', people: ':D' }

/** Stems are letters and digits, so quotes make them safe. */
function queryOf(text: TextExpression, beside = ' <-> '): string {
  if (text.is === 'sequence') return `(${text.stems.map((stem) => `'${stem}'${LABELS[text.in]}`).join(beside)})`
  return `(${text.of.map((part) => queryOf(part, beside)).join(text.is === 'all' ? ' & ' : ' | ')})`
}
