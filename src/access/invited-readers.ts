import type { ChannelId, PersonId } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

/** Reads by mail what everybody in a channel may see: who manages it invited them, and they said yes. Milliseconds. */
export type InvitedReader = { reader: ChannelId; invitedAt: number; acceptedAt: number | null }

/** An invitation that is there already stays as it is. */
export async function inviteToChannel(
  db: Db,
  { channel, reader, by, now }: { channel: ChannelId; reader: ChannelId; by: PersonId; now: number },
): Promise<void> {
  const invited = { channel_id: channel, reader, invited_by: by, invited_at: now, accepted_at: null }
  await insertMissing(db, 'invited_readers', [invited])
}

/** False when it was withdrawn meanwhile. */
export async function acceptInvitation(db: Db, channel: ChannelId, reader: ChannelId, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('invited_readers')
    .set((row) => ({ accepted_at: row.fn.coalesce('accepted_at', row.val(now)) }))
    .where(({ and }) => and({ channel_id: channel, reader }))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** From now on the channel is closed to them; `channel` null: all channels are. */
export async function withdrawInvitation(db: Db, channel: ChannelId | null, reader: ChannelId): Promise<void> {
  await db
    .deleteFrom('invited_readers')
    .where('reader', '=', reader)
    .$if(channel !== null, (rows) => rows.where('channel_id', '=', channel ?? reader))
    .execute()
}

export async function invitedTo(db: Db, channel: ChannelId): Promise<InvitedReader[]> {
  const invited = db.selectFrom('invited_readers').where('channel_id', '=', channel)
  return invited
    .select(['reader', 'invited_at as invitedAt', 'accepted_at as acceptedAt'])
    .orderBy('invited_at')
    .orderBy('reader')
    .execute()
}

/** The channels that a reader was let into, the oldest invitation first. */
export async function channelsOpenTo(db: Db, reader: ChannelId): Promise<ChannelId[]> {
  const accepted = db.selectFrom('invited_readers').where('reader', '=', reader).where('accepted_at', 'is not', null)
  const rows = await accepted.select('channel_id').orderBy('accepted_at').orderBy('channel_id').execute()
  return rows.map(({ channel_id }) => channel_id)
}

/** By mail, a person and the place where they read have one id. */
export const personAt = (reader: ChannelId): PersonId => reader as string as PersonId
export const mailboxOf = (person: PersonId): ChannelId => person as string as ChannelId
