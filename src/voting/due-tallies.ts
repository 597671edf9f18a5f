import { type NotNull, sql } from 'kysely'
import type { DeliveryId, PostRef } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'

export type TallyDue = { team: string; paper: PaperId; markedAt: number }

/** The posts of this paper may show an old tally. */
export async function markTallyDue(db: Db, team: string, paper: PaperId, now: number): Promise<void> {
  await upsertRows(db, 'tallies_due', [{ team, paper_id: paper, marked_at: now }], { key: ['team', 'paper_id'] })
}

/** Others vote together with these teams now: what was posted since then (milliseconds) may show an old tally. */
export async function markTalliesDue(db: Db, teams: string[], since: number, now: number): Promise<void> {
  await db
    .insertInto('tallies_due')
    .columns(['team', 'paper_id', 'marked_at'])
    .expression(
      db
        .selectFrom('deliveries')
        .select(['team', sql<string>`paper_id`.as('paper_id'), sql.lit(now).as('marked_at')])
        .where('paper_id', 'is not', null)
        .where('team', 'in', teams)
        .where('planned_at', '>=', since)
        .groupBy(['team', 'paper_id']),
    )
    .onConflict((conflict) => conflict.columns(['team', 'paper_id']).doUpdateSet({ marked_at: now }))
    .execute()
}

/** Oldest first. */
export const talliesDue = (db: Db, limit: number): Promise<TallyDue[]> =>
  db
    .selectFrom('tallies_due')
    .select(['team', 'paper_id as paper', 'marked_at as markedAt'])
    .orderBy('marked_at')
    .limit(limit)
    .execute()

/** Unless it was marked again meanwhile. */
export async function forgetTallyDue(db: Db, { team, paper, markedAt }: TallyDue): Promise<void> {
  await db
    .deleteFrom('tallies_due')
    .where('team', '=', team)
    .where('paper_id', '=', paper)
    .where('marked_at', '=', markedAt)
    .execute()
}

export type TalliedPost = {
  delivery: DeliveryId
  team: string
  post: PostRef
  /** As it was sent; null when that was so long ago that its words are deleted. */
  message: Message | null
  /** What it says of votes since it was last edited; null: it never was. */
  shown: number | null
  editedAt: number
  /** When its words were last changed; 0: they never were. */
  rewordedAt: number
}

/** Every post of a paper in these teams, with what it was last edited to show. */
export async function talliedPosts(db: Db, teams: string[], paper: PaperId): Promise<TalliedPost[]> {
  const rows = await db
    .selectFrom('deliveries as d')
    .leftJoin('tallies_shown as t', 't.delivery_id', 'd.id')
    .select(['d.id', 'd.team', 'd.post', 'd.message', 'd.reworded_at', 't.votes', 't.edited_at'])
    .where('d.paper_id', '=', paper)
    .where('d.team', 'in', teams)
    .where('d.state', '=', sql.lit('sent'))
    .where('d.post', 'is not', null)
    .$narrowType<{ post: NotNull }>()
    .orderBy('d.seq')
    .execute()
  return rows.map(({ id, team, post, message, reworded_at, votes, edited_at }) => ({
    delivery: id,
    team,
    post: JSON.parse(post),
    message: message === null ? null : JSON.parse(message),
    shown: votes,
    editedAt: edited_at ?? 0,
    rewordedAt: reworded_at ?? 0,
  }))
}

export async function recordTallyShown(db: Db, delivery: DeliveryId, votes: number, now: number): Promise<void> {
  await upsertRows(db, 'tallies_shown', [{ delivery_id: delivery, votes, edited_at: now }], { key: ['delivery_id'] })
}
