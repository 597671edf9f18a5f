import { randomUUID } from 'node:crypto'
import { type RefusedSetting, readStoredSettings } from '../channels/settings.ts'
import { type MeetingSettings, type TeamSettings, teamSettings, VOTE, votingOf } from '../channels/team-settings.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Db, Dialect } from '../db/db.ts'
import { insertMissing, upsertRows } from '../db/rows.ts'

/** Who votes together, and with what. `others`: what votes in all teams that are not named; null: they do not count. */
export type VoterGroup = { teams: { team: string; emoji: string[] }[]; others: string[] | null }

/** A team and those linked with it. */
export async function voterGroupOf(db: Db, team: string): Promise<VoterGroup> {
  const teams = await teamsTogether(db, team)
  return { teams: teams.map(({ team, settings }) => ({ team, emoji: votingOf(settings) })), others: null }
}

export async function everybodyVoting(db: Db): Promise<VoterGroup> {
  const rows = await db.selectFrom('teams').selectAll().execute()
  return { teams: rows.map((row) => ({ team: row.team, emoji: votingOf(settingsOf(row)) })), others: [VOTE] }
}

/** null: of all teams. */
export const voterGroupFor = (db: Db, team: string | null): Promise<VoterGroup> =>
  team === null ? everybodyVoting(db) : voterGroupOf(db, team)

/** The teams that vote together with this one, itself first. */
export async function teamsTogether(db: Db, team: string): Promise<{ team: string; settings: TeamSettings }[]> {
  const teams = db.selectFrom('teams').selectAll()
  const own = await teams.where('team', '=', team).executeTakeFirst()
  const others = own?.link ? teams.where('link', '=', own.link).where('team', '!=', team).orderBy('team') : null
  const linked = (await others?.execute()) ?? []
  return [own ?? { team, settings: '{}' }, ...linked].map((row) => ({ team: row.team, settings: settingsOf(row) }))
}

/** The names of the same teams. */
export const linkedTeams = async (db: Db, team: string): Promise<string[]> =>
  (await teamsTogether(db, team)).map((one) => one.team)

/** What votes in a team, the first of several. */
export const voteOf = async (db: Db, team: string): Promise<string> =>
  votingOf(await teamSettingsOf(db, team))[0] ?? VOTE

export const teamSettingsOf = async (db: Db, team: string): Promise<TeamSettings> =>
  (await settingsOfTeams(db, [team])).get(team) ?? {}

export async function settingsOfTeams(db: Db, teams: string[]): Promise<Map<string, TeamSettings>> {
  const rows = await db.selectFrom('teams').select(['team', 'settings']).where('team', 'in', teams).execute()
  return new Map(rows.map((row) => [row.team, settingsOf(row)]))
}

/** Teams that meet regularly. */
export async function teamsWithMeeting(db: Db): Promise<{ team: string; meeting: MeetingSettings }[]> {
  const rows = await db.selectFrom('teams').selectAll().where('settings', 'like', '%"meeting"%').execute()
  return rows.flatMap((row) => {
    const { meeting } = settingsOf(row)
    return meeting ? [{ team: row.team, meeting }] : []
  })
}

export async function saveTeamSettings(db: Db, team: string, settings: TeamSettings): Promise<void> {
  const json = JSON.stringify(teamSettings.parse(settings))
  await upsertRows(db, 'teams', [{ team, link: null, settings: json }], { key: ['team'], kept: ['link'] })
}

/** Teams with stored settings that this version does not take; those are as if they had never been set. */
export async function teamsWithRefused(db: Db): Promise<{ team: string; refused: RefusedSetting[] }[]> {
  const rows = await db.selectFrom('teams').select(['team', 'settings']).orderBy('team').execute()
  return rows
    .map(({ team, settings }) => ({ team, refused: readStoredSettings(teamSettings, settings).refused }))
    .filter(({ refused }) => refused.length > 0)
}

const settingsOf = ({ settings }: { settings: string }): TeamSettings =>
  readStoredSettings(teamSettings, settings).settings

type Agreement = { codeHash: string; channel: ChannelId }

/** A code is made: its team is the first to agree. `expiresAt`: milliseconds. */
export async function insertLinkCode(db: Db, { codeHash, channel, expiresAt }: Agreement & { expiresAt: number }) {
  const code = { code_hash: codeHash, team: teamOf(channel), channel_id: channel, position: 0, expires_at: expiresAt }
  await db.insertInto('link_codes').values(code).execute()
}

/** `linked`: every team of both sides agreed, and they vote together. `waiting`: some are still to be asked. */
type Linking =
  | { kind: 'linked'; agreed: ChannelId[] }
  | { kind: 'waiting'; missing: string[]; isJoining: boolean }
  | { kind: 'refused' }

/**
 * A team agrees to be linked with the one that the code is from. A link holds all that either is linked with, so each
 * of those agrees, by the same code; one that does not lead to a link stays good. A third side is refused.
 */
export async function agreeToLink(
  { db, dialect }: { db: Db; dialect: Dialect },
  { codeHash, channel }: Agreement,
  now: number,
): Promise<Linking> {
  await takeAdvisoryLock(db, dialect, 'links')
  const before = await agreementsOf(db, codeHash, now)
  const [first] = before
  const team = teamOf(channel)
  // Without the team that made it, a code is nobody's wish.
  if (first?.position !== 0 || teamIn(first) === team) return { kind: 'refused' }
  const named = await togetherWith(db, before.map(teamIn))
  const giving = await togetherWith(db, [teamIn(first)])
  const isJoining = !named.has(team)
  // Somebody else is joining by this code already.
  if (isJoining && named.size > giving.size) return { kind: 'refused' }
  await insertMissing(db, 'link_codes', [
    { code_hash: codeHash, team, channel_id: channel, position: before.length, expires_at: first.expiresAt },
  ])
  const agreed = new Map([...before.map((one) => one.channel), channel].map((one) => [teamOf(one), one]))
  const all = await togetherWith(db, [...agreed.keys()])
  const missing = [...all].filter((one) => !agreed.has(one))
  if (missing.length > 0 || all.size === giving.size) return { kind: 'waiting', missing, isJoining }
  await db.deleteFrom('link_codes').where('code_hash', '=', codeHash).execute()
  await linkTeams(db, [...all])
  return { kind: 'linked', agreed: [...agreed.values()] }
}

/** From now on these teams vote together, and with no other. */
export async function linkTeams(db: Db, teams: string[]): Promise<void> {
  const link = randomUUID()
  const rows = teams.map((team) => ({ team, link, settings: '{}' }))
  await upsertRows(db, 'teams', rows, { key: ['team'], kept: ['settings'] })
}

/** This team votes for itself again; the others stay together. */
export async function unlinkTeam(db: Db, team: string): Promise<void> {
  await db.updateTable('teams').set({ link: null }).where('team', '=', team).execute()
}

const agreementsOf = (db: Db, codeHash: string, now: number) =>
  db
    .selectFrom('link_codes')
    .select(['channel_id as channel', 'position', 'expires_at as expiresAt'])
    .where('code_hash', '=', codeHash)
    .where('expires_at', '>', now)
    .orderBy('position')
    .execute()

const teamIn = ({ channel }: { channel: ChannelId }) => teamOf(channel)

async function togetherWith(db: Db, teams: string[]): Promise<Set<string>> {
  const groups = await Promise.all(teams.map((team) => teamsTogether(db, team)))
  return new Set(groups.flat().map(({ team }) => team))
}
