import type { ChannelId, PersonId } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import { type OwnSettings, ownSettings } from './settings.ts'
import { readStoredSettings } from './stored-settings.ts'

export type SettingChange = {
  id: string
  channel: ChannelId
  person: PersonId
  before: OwnSettings
  after: OwnSettings
  at: number
}

export async function insertChange(db: Db, { id, channel, person, before, after, at }: SettingChange): Promise<void> {
  await db
    .insertInto('setting_changes')
    .values({ id, channel_id: channel, person, before: JSON.stringify(before), after: JSON.stringify(after), at })
    .execute()
}

export async function findChange(db: Db, id: string): Promise<SettingChange | null> {
  const row = await db.selectFrom('setting_changes').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const { channel_id, person, before, after, at } = row
  return {
    id,
    channel: channel_id,
    person,
    before: readStoredSettings(ownSettings, before).settings,
    after: readStoredSettings(ownSettings, after).settings,
    at,
  }
}
