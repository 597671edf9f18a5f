import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../store/schema.ts'
import type { TextExpression } from '../meaning/expression.ts'
import type { Condition, SearchEngine } from './engine.ts'

const RANKABLE = 2_000

/** PostgreSQL's full text over the tables of 0010-search. */
export function createPostgresEngine(db: Kysely<Schema>): SearchEngine {
  return {
    db,
    // ts_rank reads the whole vector of a match, about 10 µs each.
    rankable: RANKABLE,
    holds: (text) => sql`papers.seq in (select seq from paper_index where words @@ ${queryOf(text)}::tsquery)`,
    isAmong: (papers) => sql`papers.id = any(${papers}::text[])`,
    async count(text, conditions) {
      const { rows } = await sql<{ total: number }>`select count(*) as total ${matching(text, conditions)}`.execute(db)
      return rows[0]?.total ?? 0
    },
    async best(text, conditions, effort, limit) {
      if (effort.papers > RANKABLE) return newest(db, text, conditions, limit)
      const rank = sql.join(await weighedRanks(db, text), sql` + `)
      const { rows } = await sql<{ seq: number }>`select paper_index.seq ${matching(text, conditions)}
        order by ${rank} desc limit ${limit}`.execute(db)
      return rows.map(({ seq }) => seq)
    },
    countPapers: (stems) => countPapers(db, stems),
  }
}

async function countPapers(db: Kysely<Schema>, stems: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ stem: string; doc: number }>`select stem, sum(doc) as doc from vocabulary
    where stem in (${sql.join([...new Set(stems)])}) group by stem`.execute(db)
  return new Map(rows.map(({ stem, doc }) => [stem, Number(doc)]))
}

/** ts_rank knows nothing of rare words; each alternative is weighed by how rare it is. */
async function weighedRanks(db: Kysely<Schema>, text: TextExpression) {
  const parts = text.is === 'sequence' ? [text] : text.of
  const counts = await countPapers(db, parts.flatMap(stemsIn))
  const { rows } = await sql<{ latest: number }>`select coalesce(max(seq), 0) as latest from paper_index`.execute(db)
  return parts.map((part) => {
    const having = Math.min(...stemsIn(part).map((stem) => counts.get(stem) ?? 0))
    const rarity = Math.log(1 + (rows[0]?.latest ?? 0) / (1 + having))
    return sql`${rarity}::float8 * ts_rank('{0, 0.3, 0.2, 1}', words, ${queryOf(part)}::tsquery, 1)`
  })
}

const stemsIn = (text: TextExpression): string[] => (text.is === 'sequence' ? text.stems : text.of.flatMap(stemsIn))

/** Titles are not looked at first: which part of a paper a word stands in is not in the index, and would be read paper by paper. */
async function newest(db: Kysely<Schema>, text: TextExpression, conditions: Condition[], limit: number) {
  const { rows } = await sql<{ seq: number }>`select paper_index.seq ${matching(text, conditions)}
    order by paper_index.seq desc limit ${limit}`.execute(db)
  return rows.map(({ seq }) => seq)
}

function matching(text: TextExpression, conditions: Condition[]) {
  const papers = conditions.length === 0 ? sql`` : sql`join papers on papers.seq = paper_index.seq`
  const where = sql.join([sql`words @@ ${queryOf(text)}::tsquery`, ...conditions], sql` and `)
  return sql`from paper_index ${papers} where ${where}`
}

const LABELS = { any: '', title: ':A', topics: ':C', people: ':D' }

/** Stems are letters and digits, so quotes make them safe. */
function queryOf(text: TextExpression): string {
  if (text.is !== 'sequence') return `(${text.of.map(queryOf).join(text.is === 'all' ? ' & ' : ' | ')})`
  return `(${text.stems.map((stem) => `'${stem}'${LABELS[text.in]}`).join(' <-> ')})`
}
