import { randomBytes } from 'node:crypto'
import type { ChannelId, PersonId } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

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

export async function ownFeedKey(db: Db, channel: ChannelId, person: PersonId, now: number): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  await insertMissing(db, 'feed_keys', [{ id, channel_id: channel, person, created_at: now, read_at: null }])
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
  return (await selectKeys(db).where('id', '=', id).executeTakeFirst()) ?? null
}

export async function recordFeedRead(db: Db, { id, readAt }: FeedKey, now: number): Promise<void> {
  if (readAt !== null && now - readAt < RECORD_EVERY_MS) return
  await db.updateTable('feed_keys').set({ read_at: now }).where('id', '=', id).execute()
}

export const listFeedKeys = (db: Db, channel: ChannelId, person: PersonId): Promise<FeedKey[]> =>
  selectKeys(db)
    .where((key) => key.or([key('channel_id', '=', channel), key('person', '=', person)]))
    .orderBy('created_at')
    .execute()

/** From now on it opens nothing. */
export async function withdrawFeedKey(db: Db, id: string): Promise<void> {
  await db.deleteFrom('feed_keys').where('id', '=', id).execute()
}

const selectKeys = (db: Db) =>
  db
    .selectFrom('feed_keys')
    .select(['id', 'channel_id as channel', 'person', 'created_at as createdAt', 'read_at as readAt'])
