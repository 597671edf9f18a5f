import type { Selectable } from 'kysely'
import { type ChannelId, type PersonId, teamOf } from '../core/chat.ts'
import type { IsoDay } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'
import { forgetRemoval } from './removals.ts'
import { type Defaults, type OwnSettings, ownSettings } from './settings.ts'
import { type RefusedSetting, readStoredSettings } from './stored-settings.ts'

export type Channel = {
  id: ChannelId
  name: string
  team: string
  state: 'active' | 'paused' | 'left'
  /** Why it is paused, for people. */
  reason: string | null
  settings: OwnSettings
  /** Stored settings that this version does not take; the environment's are used in their place. */
  refused: RefusedSetting[]
  /** Null: the settings of the bot list it. */
  subscribedBy: PersonId | null
  createdAt: number
  lastDigestOn: IsoDay | null
  lastPlannedAt: number | null
}

/** Subscribes a channel, or brings one back that had left; its settings and its past stay. */
export async function subscribeChannel(
  db: Db,
  id: ChannelId,
  name: string,
  now: number,
  by: PersonId | null = null,
): Promise<void> {
  await db
    .insertInto('channels')
    .values({ id, name, team: teamOf(id), state: 'active', settings: '{}', subscribed_by: by, created_at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, ...(by && { subscribed_by: by }) }))
    .execute()
  await db.updateTable('channels').set({ state: 'active' }).where('id', '=', id).where('state', '=', 'left').execute()
  await forgetRemoval(db, teamOf(id))
}

export async function listChannels(db: Db): Promise<Channel[]> {
  const rows = await selectChannels(db).where('state', '!=', 'left').orderBy('id').execute()
  return rows.map(fromRow)
}

/** Every team that was ever here. */
export async function listTeams(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('channels').select('team').distinct().orderBy('team').execute()
  return rows.map(({ team }) => team)
}

export async function findChannel(db: Db, id: ChannelId): Promise<Channel | null> {
  return (await findChannels(db, [id])).get(id) ?? null
}

/** None that has left. */
export async function findSubscribed(db: Db, id: ChannelId): Promise<Channel | null> {
  const channel = await findChannel(db, id)
  return channel?.state === 'left' ? null : channel
}

export async function findChannels(db: Db, ids: ChannelId[]): Promise<Map<ChannelId, Channel>> {
  const rows = await selectChannels(db).where('id', 'in', ids).execute()
  return new Map(rows.map(fromRow).map((channel) => [channel.id, channel]))
}

/** Who has been with the bot for longest; null when the settings list all channels. */
export async function firstSubscriber(db: Db): Promise<PersonId | null> {
  const row = await db
    .selectFrom('channels')
    .select('subscribed_by')
    .where('state', '!=', 'left')
    .where('subscribed_by', 'is not', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return row?.subscribed_by ?? null
}

export async function saveSettings(db: Db, id: ChannelId, settings: OwnSettings): Promise<void> {
  await db
    .updateTable('channels')
    .set({ settings: JSON.stringify(ownSettings.parse(settings)) })
    .where('id', '=', id)
    .execute()
}

export async function setChannelState(
  db: Db,
  id: ChannelId,
  state: Channel['state'],
  reason: string | null,
): Promise<void> {
  await db.updateTable('channels').set({ state, reason }).where('id', '=', id).execute()
}

export async function renameChannel(db: Db, id: ChannelId, name: string): Promise<void> {
  await db.updateTable('channels').set({ name }).where('id', '=', id).execute()
}

/** Every channel of a team that is in use; what was paused before keeps its own reason. */
export async function deactivateTeam(db: Db, team: string, state: 'paused' | 'left', reason: string): Promise<void> {
  const stop = db.updateTable('channels').where('team', '=', team)
  await stop.set({ state, reason }).where('state', '=', 'active').execute()
  await stop.set({ state }).where('state', '=', 'paused').execute()
}

/** Resumes channels that were stopped for one of these reasons, none that a person paused. Returns them. */
export async function resumeTeam(db: Db, team: string, reasons: string[]): Promise<ChannelId[]> {
  const rows = await db
    .updateTable('channels')
    .set({ state: 'active', reason: null })
    .where('team', '=', team)
    .where('reason', 'in', reasons)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

const selectChannels = (db: Db) => db.selectFrom('channels').selectAll()

function fromRow(row: Selectable<Schema['channels']>): Channel {
  const { settings, refused } = readStoredSettings(ownSettings, row.settings)
  return {
    id: row.id,
    name: row.name,
    team: row.team,
    state: row.state,
    reason: row.reason,
    settings,
    refused,
    subscribedBy: row.subscribed_by,
    createdAt: row.created_at,
    lastDigestOn: row.last_digest_on,
    lastPlannedAt: row.last_planned_at,
  }
}

/** The time zone of a channel; of one that is not known, the usual one. */
export const timezoneOf = async (db: Db, channel: ChannelId, defaults: Pick<Defaults, 'timezone'>): Promise<string> =>
  (await findChannel(db, channel))?.settings.timezone ?? defaults.timezone
