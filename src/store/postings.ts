import type { ChannelId } from '../chat.ts'
import { deliveryId, type Subject } from '../delivery/delivery.ts'
import type { IsoDay, PaperId } from '../paper.ts'
import { insertDeliveries, type NewDelivery } from './deliveries.ts'
import type { Db } from './open.ts'

export type Posting = { channel: ChannelId; paper: PaperId; date: IsoDay }

type NewPosting = Omit<NewDelivery, 'place' | 'subject'> & {
  place: ChannelId
  subject: Extract<Subject, { kind: 'paper' }>
}

/** Brings a paper to a channel. False, and nothing happens, when one has it already: the primary key is the promise. */
export async function postPaper(db: Db, delivery: NewPosting): Promise<boolean> {
  const { place, subject, plannedAt } = delivery
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('postings')
    .values({
      channel_id: place,
      paper_id: subject.paper,
      date: subject.date,
      position: subject.position,
      delivery_id: deliveryId(delivery.key),
      planned_at: plannedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n) return false
  await insertDeliveries(db, [delivery])
  return true
}

/** Where and when these papers were posted, the newest first. */
export async function postingsOf(db: Db, papers: PaperId[]): Promise<Posting[]> {
  if (papers.length === 0) return []
  const rows = await db
    .selectFrom('postings')
    .select(['channel_id', 'paper_id', 'date'])
    .where('paper_id', 'in', papers)
    .orderBy('date', 'desc')
    .orderBy('channel_id')
    .execute()
  return rows.map(({ channel_id, paper_id, date }) => ({
    channel: channel_id as ChannelId,
    paper: paper_id as PaperId,
    date,
  }))
}

export async function papersPostedIn(db: Db, channels: ChannelId[]): Promise<PaperId[]> {
  const rows = await db
    .selectFrom('postings')
    .select('paper_id')
    .where('channel_id', 'in', channels)
    .distinct()
    .execute()
  return rows.map(({ paper_id }) => paper_id as PaperId)
}
