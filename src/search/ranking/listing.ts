import { sql } from 'kysely'
import type { PaperId } from '../../paper.ts'
import type { Condition, SearchEngine } from '../engines/engine.ts'
import type { Sort } from '../query/clause.ts'
import type { Found } from './finding.ts'

/** The papers that meet the conditions, the newest or the most liked first. */
export async function listPapers(
  engine: SearchEngine,
  conditions: Condition[],
  sort: Sort,
  limit: number,
): Promise<Found> {
  // PostgreSQL would look for the greatest day in the index by day, through every other paper's; no index has `day || ''`.
  const day = sql`(select max(day || '') from sightings where paper_id = papers.id)`
  const upvotes = sql`coalesce((select max(upvotes) from sightings where paper_id = papers.id), 0)`
  const order = sort === 'votes' ? sql`${upvotes} desc, ${day} desc` : sql`${day} desc, ${upvotes} desc`
  const { rows } = await sql<{ id: PaperId }>`select id from papers where ${both(conditions)}
    order by ${order}, seq desc limit ${limit}`.execute(engine.db)
  const total = await countPapers(engine, conditions)
  return { ranked: rows.map(({ id }, index) => ({ id, score: 1 / (index + 1) })), total, whole: total }
}

export async function countPapers({ db }: SearchEngine, conditions: Condition[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from papers where ${both(conditions)}`.execute(
    db,
  )
  return rows[0]?.total ?? 0
}

const both = (conditions: Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `)
