import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import { tallyVotes } from '../../voting/tally.ts'
import type { VoterGroup } from '../../voting/voter-groups.ts'
import { allOfThem, COUNT_LIMIT, type Condition, countRows, type SearchEngine } from '../engines/engine.ts'
import type { Sort } from '../query/clause.ts'
import type { RankedMatches } from './read-hits.ts'

/** The papers that meet the conditions: the newest first, or those with the most votes of the team. */
export async function listSorted(
  engine: SearchEngine,
  conditions: Condition[],
  sort: Sort,
  voterGroup: VoterGroup,
  limit: number,
): Promise<RankedMatches> {
  const total = await countPapers(engine, conditions)
  if (total === 0) return { ranked: [], total, whole: total }
  const ids = sort === 'votes' ? await mostVoted(engine, conditions, voterGroup, limit) : []
  const isOther = sql<SqlBool>`not ${engine.isAmong(ids)}`
  const order = orderBy(sort, total > COUNT_LIMIT)
  const others = await list(engine, ids.length > 0 ? [...conditions, isOther] : conditions, order, limit - ids.length)
  return { ranked: [...ids, ...others].map((id, index) => ({ id, score: 1 / (index + 1) })), total, whole: total }
}

async function mostVoted(
  engine: SearchEngine,
  conditions: Condition[],
  voterGroup: VoterGroup,
  limit: number,
): Promise<PaperId[]> {
  const voted = (await tallyVotes(engine.db, voterGroup, 0)).map(({ paper }) => paper)
  if (voted.length === 0) return []
  const all = [...conditions, engine.isAmong(voted)]
  const meeting = new Set(await list(engine, all, orderBy('votes', false), voted.length))
  return voted.filter((id) => meeting.has(id)).slice(0, limit)
}

/** An index gives the first of many matches soon, and is read to its end for few: an expression prevents its use. */
function orderBy(sort: Sort, areMany: boolean): RawBuilder<unknown> {
  if (sort === 'votes') return sql`${areMany ? sql`upvotes` : sql`upvotes + 0`} desc, last_day desc, seq desc`
  return sql`${areMany ? sql`last_day` : sql`last_day || ''`} desc, upvotes desc, seq desc`
}

async function list(
  engine: SearchEngine,
  conditions: Condition[],
  order: RawBuilder<unknown>,
  limit: number,
): Promise<PaperId[]> {
  const { rows } = await sql<{ id: PaperId }>`select id from papers join
    (select seq, last_day, upvotes from paper_facts where ${allOfThem(conditions)}
      order by ${order} limit ${limit}) as listed
      using (seq)
    order by ${order}`.execute(engine.db)
  return rows.map(({ id }) => id)
}

export const countPapers = ({ db }: SearchEngine, conditions: Condition[]): Promise<number> =>
  countRows(db, sql`from paper_facts where ${allOfThem(conditions)}`)
