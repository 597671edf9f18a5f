import { type ChannelId, type PersonId, teamOf } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'
import { deliveryId } from './delivery.ts'
import { insertDeliveries } from './plan-deliveries.ts'

export type Posting = { channel: ChannelId; paper: PaperId; date: IsoDay }

type NewPost = {
  key: string
  place: ChannelId
  paper: PaperId
  date: IsoDay
  /** The key of the delivery whose thread it belongs in. */
  parent?: string
  /** Who suggested it. */
  by?: PersonId
  /** Milliseconds. */
  now: number
}

/** Posts one paper beside a digest. False when the channel had it already: the primary key is the promise. */
export async function postPaper(db: Db, { key, place, paper, date, parent, by, now }: NewPost): Promise<boolean> {
  const posting = {
    channel_id: place,
    paper_id: paper,
    date,
    position: 0,
    delivery_id: deliveryId(key),
    planned_at: now,
  }
  if ((await insertMissing(db, 'postings', [posting])) === 0) return false
  await insertDeliveries(db, [
    {
      key,
      to: { channel: place },
      team: teamOf(place),
      seq: now * 1000,
      parent: parent ?? null,
      subject: { kind: 'paper', date, paper, position: 0, ...(by && { by }) },
      plannedAt: now,
    },
  ])
  return true
}

/** Where and when these papers were posted, the newest first. */
export async function postingsOf(db: Db, papers: PaperId[]): Promise<Posting[]> {
  const postings = db.selectFrom('postings').select(['channel_id as channel', 'paper_id as paper', 'date'])
  return postings.where('paper_id', 'in', papers).orderBy('date', 'desc').orderBy('channel_id').execute()
}

export async function papersPostedIn(db: Db, channels: ChannelId[]): Promise<PaperId[]> {
  const posted = db.selectFrom('postings').select('paper_id').distinct().where('channel_id', 'in', channels)
  return (await posted.execute()).map(({ paper_id }) => paper_id)
}

/** When each paper was posted in a channel, from a day on. */
export const postingsSince = (db: Db, channel: ChannelId, since: IsoDay): Promise<{ date: IsoDay }[]> =>
  db.selectFrom('postings').select('date').where('channel_id', '=', channel).where('date', '>=', since).execute()

/** The last posts of a channel (until `until`) with what they say, the newest first; `plannedAt` in milliseconds. */
export async function newestPosts(db: Db, channel: ChannelId, limit: number, until: IsoDay | null = null) {
  const rows = await db
    .selectFrom('postings')
    .innerJoin('deliveries', 'deliveries.id', 'postings.delivery_id')
    .select(['postings.paper_id', 'postings.date', 'postings.planned_at', 'deliveries.message'])
    .where('postings.channel_id', '=', channel)
    .$if(until !== null, (posts) => posts.where('postings.date', '<=', until))
    .orderBy('postings.planned_at', 'desc')
    .orderBy('postings.position')
    .limit(limit)
    .execute()
  return rows.map(({ paper_id, date, planned_at, message }) => ({
    paper: paper_id,
    date,
    message: message === null ? null : (JSON.parse(message) as Message),
    plannedAt: Number(planned_at),
  }))
}
