import { sql } from 'kysely'
import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId, SourceName, Window } from '../core/paper.ts'
import type { Db } from '../db/db.ts'

/** What the archive of a channel lists: what these sources do, and what was posted there. */
export type ArchiveScope = { sources: SourceName[]; channel: ChannelId }

/** The newest days on which these sources list papers, the newest first. */
export async function listedDays(db: Db, sources: SourceName[], limit: number): Promise<IsoDay[]> {
  const days = db.selectFrom('sightings').select('day').distinct().where('source', 'in', sources)
  return (await days.orderBy('day', 'desc').limit(limit).execute()).map(({ day }) => day)
}

/** How a list is ordered and what of it is shown. `among`: only these papers; null: all. */
export type ListView = { order: 'upvotes' | 'new'; isPostedOnly: boolean; among: PaperId[] | null }

export const WHOLE: ListView = { order: 'upvotes', isPostedOnly: false, among: null }

/** The papers of some days, most upvotes or newest first, and how many there are in all. */
export async function listedPapers(
  db: Db,
  { sources, channel }: ArchiveScope,
  { since, until }: Window,
  { order, isPostedOnly, among }: ListView,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ papers: PaperId[]; total: number }> {
  if (among?.length === 0) return { papers: [], total: 0 }
  const listed = db
    .selectFrom('sightings')
    .select(['paper_id', 'day', sql<number>`coalesce(upvotes, -1)`.as('upvotes')])
    .where('source', 'in', sources)
    .where('day', '>=', since)
    .where('day', '<=', until)
  const posted = db
    .selectFrom('postings')
    .select(['paper_id', 'date as day', sql<number>`-1`.as('upvotes')])
    .where('channel_id', '=', channel)
    .where('date', '>=', since)
    .where('date', '<=', until)
  const rows = await db
    .selectFrom(listed.unionAll(posted).as('all'))
    .select(['paper_id', sql<number>`count(*) over ()`.as('total')])
    .$if(isPostedOnly, (rows) => rows.where('paper_id', 'in', posted.clearSelect().select('paper_id')))
    .$if(among !== null, (rows) => rows.where('paper_id', 'in', among ?? []))
    .groupBy('paper_id')
    .$if(order === 'new', (rows) => rows.orderBy(({ fn }) => fn.max('day'), 'desc'))
    .orderBy(({ fn }) => fn.max('upvotes'), 'desc')
    .orderBy('paper_id')
    .offset(offset)
    .limit(limit)
    .execute()
  return { papers: rows.map(({ paper_id }) => paper_id), total: Number(rows[0]?.total ?? 0) }
}

/** The last day before a day, or the first one after it, with something listed or posted; null: there is none. */
export async function dayBeside(
  db: Db,
  { sources, channel }: ArchiveScope,
  day: IsoDay,
  side: 'before' | 'after',
): Promise<IsoDay | null> {
  const [is, order] = side === 'before' ? (['<', 'desc'] as const) : (['>', 'asc'] as const)
  const listed = db.selectFrom('sightings').select('day').where('source', 'in', sources).where('day', is, day)
  const posted = db.selectFrom('postings').select('date').where('channel_id', '=', channel).where('date', is, day)
  const days = [
    (await listed.orderBy('day', order).limit(1).executeTakeFirst())?.day,
    (await posted.orderBy('date', order).limit(1).executeTakeFirst())?.date,
  ]
  const known = days.filter((found) => found !== undefined).toSorted()
  return known.at(side === 'before' ? -1 : 0) ?? null
}

/** How many papers these sources list on each day from `since` on. */
export async function countListed(db: Db, sources: SourceName[], since: IsoDay): Promise<Map<IsoDay, number>> {
  const rows = await db
    .selectFrom('sightings')
    .select(({ fn }) => ['day', fn.count<number>('paper_id').distinct().as('papers')])
    .where('source', 'in', sources)
    .where('day', '>=', since)
    .groupBy('day')
    .execute()
  return new Map(rows.map(({ day, papers }) => [day, Number(papers)]))
}
