import { randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ChannelId, PersonId } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'

/** What opens the feeds of a channel; times in milliseconds. */
export type FeedKey = {
  id: string
  channel: ChannelId
  person: PersonId
  createdAt: number
  /** To within an hour; null: never. */
  readAt: number | null
}

/** A feed reader asks every few minutes; nobody needs to know that so exactly. */
const RECORD_EVERY_MS = 3_600_000

/** The key of a person in a channel, a new one when there is none. */
export async function ownFeedKey(db: Db, channel: ChannelId, person: PersonId, now: number): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  await db
    .insertInto('feed_keys')
    .values({ id, channel_id: channel, person, created_at: now, read_at: null })
    .onConflict((conflict) => conflict.columns(['channel_id', 'person']).doNothing())
    .execute()
  const { id: own } = await db
    .selectFrom('feed_keys')
    .select('id')
    .where('channel_id', '=', channel)
    .where('person', '=', person)
    .executeTakeFirstOrThrow()
  return own
}

/** Null: it was withdrawn, or never given. */
export async function findFeedKey(db: Db, id: string): Promise<FeedKey | null> {
  const row = await db.selectFrom('feed_keys').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? fromRow(row) : null
}

export async function recordFeedRead(db: Db, { id, readAt }: FeedKey, now: number): Promise<void> {
  if (readAt !== null && now - readAt < RECORD_EVERY_MS) return
  await db.updateTable('feed_keys').set({ read_at: now }).where('id', '=', id).execute()
}

/** All of a channel, and all of a person wherever they are. */
export async function listFeedKeys(db: Db, channel: ChannelId, person: PersonId): Promise<FeedKey[]> {
  const rows = await db
    .selectFrom('feed_keys')
    .selectAll()
    .where((key) => key.or([key('channel_id', '=', channel), key('person', '=', person)]))
    .orderBy('created_at')
    .execute()
  return rows.map(fromRow)
}

/** From now on it opens nothing. */
export async function withdrawFeedKey(db: Db, id: string): Promise<void> {
  await db.deleteFrom('feed_keys').where('id', '=', id).execute()
}

const fromRow = (row: Selectable<Schema['feed_keys']>): FeedKey => ({
  id: row.id,
  channel: row.channel_id as ChannelId,
  person: row.person as PersonId,
  createdAt: row.created_at,
  readAt: row.read_at,
})
