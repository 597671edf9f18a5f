import { type NotNull, sql } from 'kysely'
import type { ChannelId, DeliveryId, PostRef } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Subject } from './delivery.ts'

/** The post that a delivery became; null while it is not sent. */
export async function postOf(db: Db, key: string): Promise<PostRef | null> {
  const row = await db.selectFrom('deliveries').select('post').where('key', '=', key).executeTakeFirst()
  return row?.post ? JSON.parse(row.post) : null
}

/** What a post on a platform is about; null when it is none of ours. */
export async function findSubjectOf(db: Db, post: PostRef): Promise<Subject | null> {
  const row = await db.selectFrom('deliveries').select('subject').where('post', '=', postKey(post)).executeTakeFirst()
  return row ? JSON.parse(row.subject) : null
}

/** The papers that a post of ours shows, in its order; none when it is somebody else’s. */
export async function papersShownIn(db: Db, post: PostRef): Promise<PaperId[]> {
  const row = await db
    .selectFrom('deliveries')
    .select(['subject', 'message'])
    .where('post', '=', postKey(post))
    .executeTakeFirst()
  if (!row) return []
  const [subject, message]: [Subject, Message | null] = [JSON.parse(row.subject), JSON.parse(row.message ?? 'null')]
  const shown = message?.cards.flatMap(({ paper }) => paper ?? []) ?? []
  return shown.length > 0 || !('paper' in subject) ? shown : [subject.paper].flatMap((paper) => paper ?? [])
}

export const postKey = ({ channel, id }: PostRef): string => JSON.stringify({ channel, id })

export type Post = { id: DeliveryId; paper: PaperId; channel: ChannelId; ref: PostRef | null; message: Message }

/** The posts of papers that have words already, sent or not; `ref` is null until the platform took one. */
export async function postsOf(db: Db, papers: PaperId | PaperId[]): Promise<Post[]> {
  if (papers.length === 0) return []
  const rows = await db
    .selectFrom('postings')
    .innerJoin('deliveries', 'deliveries.id', 'postings.delivery_id')
    .select(['deliveries.id', 'postings.paper_id', 'postings.channel_id', 'deliveries.post', 'deliveries.message'])
    .where('postings.paper_id', 'in', [papers].flat())
    .where('deliveries.message', 'is not', null)
    .$narrowType<{ message: NotNull }>()
    .execute()
  return rows.map(({ id, paper_id, channel_id, post, message }) => ({
    id,
    paper: paper_id,
    channel: channel_id,
    ref: post === null ? null : JSON.parse(post),
    message: JSON.parse(message),
  }))
}

/** The key of the delivery in whose thread a channel talks of a paper that was posted there; null where none was. */
export async function threadOf(db: Db, channel: ChannelId, paper: PaperId): Promise<string | null> {
  const { rows } = await sql<{ key: string }>`
    select coalesce(parent.key, post.key) as key
    from postings join deliveries post on post.id = postings.delivery_id
    left join deliveries parent on parent.id = post.parent_id
    where postings.channel_id = ${channel} and postings.paper_id = ${paper} and post.post is not null`.execute(db)
  return rows[0]?.key ?? null
}

/** What a post says from now on, whatever renders it next. */
export async function rewordPost(db: Db, id: DeliveryId, message: Message, now: number): Promise<void> {
  const reworded = { message: JSON.stringify(message), reworded_at: now }
  await db.updateTable('deliveries').set(reworded).where('id', '=', id).execute()
}
