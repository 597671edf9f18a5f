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

/** The papers of some days, most upvotes first, and how many there are in all. */
export async function listedPapers(
  db: Db,
  { sources, channel }: ArchiveScope,
  { since, until }: Window,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ papers: PaperId[]; total: number }> {
  const listed = db
    .selectFrom('sightings')
    .select(['paper_id', sql<number>`coalesce(upvotes, -1)`.as('upvotes')])
    .where('source', 'in', sources)
    .where('day', '>=', since)
    .where('day', '<=', until)
  const posted = db
    .selectFrom('postings')
    .select(['paper_id', sql<number>`-1`.as('upvotes')])
    .where('channel_id', '=', channel)
    .where('date', '>=', since)
    .where('date', '<=', until)
  const rows = await db
    .selectFrom(listed.unionAll(posted).as('all'))
    .select(['paper_id', sql<number>`count(*) over ()`.as('total')])
    .groupBy('paper_id')
    .orderBy(({ fn }) => fn.max('upvotes'), 'desc')
    .orderBy('paper_id')
    .offset(offset)
    .limit(limit)
    .execute()
  return { papers: rows.map(({ paper_id }) => paper_id), total: Number(rows[0]?.total ?? 0) }
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
