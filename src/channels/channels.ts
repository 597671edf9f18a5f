import { type ChannelId, type PersonId, teamOf } from '../core/chat.ts'
import type { IsoDay } from '../core/paper.ts'
import { formatMoment, nextPost } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'
import {
  type Defaults,
  effectiveSettings,
  type OwnSettings,
  ownSettings,
  type RefusedSetting,
  readStoredSettings,
} from './settings.ts'

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
export async function subscribeChannel(db: Db, id: ChannelId, name: string, now: number, by: PersonId | null = null) {
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
  return rows.map(withSettings)
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
  return new Map(rows.map(withSettings).map((channel) => [channel.id, channel]))
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

export async function setChannelState(db: Db, id: ChannelId, state: Channel['state'], reason: string | null) {
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

const selectChannels = (db: Db) =>
  db
    .selectFrom('channels')
    .select(['id', 'name', 'team', 'state', 'reason', 'settings', 'subscribed_by as subscribedBy'])
    .select(['created_at as createdAt', 'last_digest_on as lastDigestOn', 'last_planned_at as lastPlannedAt'])

const withSettings = <Row extends { settings: string }>(row: Row) => ({
  ...row,
  ...readStoredSettings(ownSettings, row.settings),
})

/** The time zone of a channel; of one that is not known, the usual one. */
export const timezoneOf = async (db: Db, channel: ChannelId, defaults: Pick<Defaults, 'timezone'>): Promise<string> =>
  (await findChannel(db, channel))?.settings.timezone ?? defaults.timezone

/** The team removed the bot; its data stays for a while, in case that was a mistake. */
export async function recordRemoval(db: Db, team: string, now: number): Promise<void> {
  await insertMissing(db, 'removals', [{ team, left_at: now }])
}

export async function forgetRemoval(db: Db, team: string): Promise<void> {
  await db.deleteFrom('removals').where('team', '=', team).execute()
}

/** Teams that left before that moment. */
export async function removedBefore(db: Db, moment: number): Promise<string[]> {
  const rows = await db.selectFrom('removals').select('team').where('left_at', '<', moment).execute()
  return rows.map(({ team }) => team)
}

type SettingChange = {
  id: string
  channel: ChannelId
  person: PersonId
  before: OwnSettings
  after: OwnSettings
  at: number
}

export async function insertChange(db: Db, { channel, before, after, ...change }: SettingChange): Promise<void> {
  const settings = { before: JSON.stringify(before), after: JSON.stringify(after) }
  await db
    .insertInto('setting_changes')
    .values({ ...change, channel_id: channel, ...settings })
    .execute()
}

export async function findChange(db: Db, id: string): Promise<SettingChange | null> {
  const row = await db.selectFrom('setting_changes').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const { channel_id: channel, ...change } = row
  const read = (settings: string) => readStoredSettings(ownSettings, settings).settings
  return { ...change, channel, before: read(row.before), after: read(row.after) }
}

/** When a channel's next post comes, for people: `Wed 09:00 Europe/Berlin`. */
export function describeNextPost(channel: Channel, defaults: Defaults, now: number): string {
  if (channel.state === 'paused') return `none, ${pauseOf(channel)}; \`/papers resume\` goes on`
  if (channel.lastDigestOn === null) return 'as soon as there are papers'
  const settings = effectiveSettings(channel.settings, defaults)
  const next = nextPost(settings, now, channel.lastDigestOn)
  if (!next) return 'none, no posting day is set'
  return next.at <= now ? 'now' : `${formatMoment(next.at, settings.timezone)} ${settings.timezone}`
}

/** “paused by a manager”, “paused: the channel was archived” */
export const pauseOf = ({ reason }: Pick<Channel, 'reason'>): string =>
  reason?.startsWith('paused') ? reason : `paused: ${reason}`
