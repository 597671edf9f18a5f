import { type SqlBool, sql } from 'kysely'
import type { PaperId } from '../../paper.ts'
import { tallyVotes } from '../../store/tally.ts'
import type { Electorate } from '../../store/teams.ts'
import { COUNTED, type Condition, type SearchEngine } from '../engines/engine.ts'
import type { Sort } from '../query/clause.ts'
import type { Found } from './finding.ts'

/** The papers that meet the conditions: the newest first, or those that most people of the team voted for. */
export async function listPapers(
  engine: SearchEngine,
  conditions: Condition[],
  sort: Sort,
  electorate: Electorate,
  limit: number,
): Promise<Found> {
  const ids = sort === 'votes' ? await mostVoted(engine, conditions, electorate, limit) : []
  const isOther = sql<SqlBool>`not ${engine.isAmong(ids)}`
  const others = await list(engine, ids.length > 0 ? [...conditions, isOther] : conditions, sort, limit - ids.length)
  const total = await countPapers(engine, conditions)
  return { ranked: [...ids, ...others].map((id, index) => ({ id, score: 1 / (index + 1) })), total, whole: total }
}

async function mostVoted(
  engine: SearchEngine,
  conditions: Condition[],
  electorate: Electorate,
  limit: number,
): Promise<PaperId[]> {
  const voted = (await tallyVotes(engine.db, electorate, 0)).map(({ paper }) => paper)
  if (voted.length === 0) return []
  const meeting = new Set(await list(engine, [...conditions, engine.isAmong(voted)], 'votes', voted.length))
  return voted.filter((id) => meeting.has(id)).slice(0, limit)
}

async function list(engine: SearchEngine, conditions: Condition[], sort: Sort, limit: number): Promise<PaperId[]> {
  const [day, upvotes] = [sql`last_day desc`, sql`upvotes desc`]
  const order = sort === 'votes' ? sql`${upvotes}, ${day}, seq desc` : sql`${day}, ${upvotes}, seq desc`
  const { rows } = await sql<{ id: PaperId }>`select id from papers join
    (select * from paper_facts where ${both(conditions)} order by ${order} limit ${limit}) as listed using (seq)
    order by ${order}`.execute(engine.db)
  return rows.map(({ id }) => id)
}

export async function countPapers({ db }: SearchEngine, conditions: Condition[]): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from
    (select 1 from paper_facts where ${both(conditions)} limit ${COUNTED + 1}) as found`.execute(db)
  return rows[0]?.total ?? 0
}

const both = (conditions: Condition[]): Condition =>
  conditions.length === 0 ? sql`1 = 1` : sql.join(conditions, sql` and `)
