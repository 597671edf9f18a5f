import { type RefusedSetting, readStoredSettings } from '../channels/stored-settings.ts'
import { type MeetingSettings, type TeamSettings, teamSettings, VOTE, votingOf } from '../channels/team-settings.ts'
import type { Db } from '../db/db.ts'
import { upsertRows } from '../db/rows.ts'

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
  const own = await db.selectFrom('teams').selectAll().where('team', '=', team).executeTakeFirst()
  const linked =
    own?.link == null
      ? []
      : await db
          .selectFrom('teams')
          .selectAll()
          .where('link', '=', own.link)
          .where('team', '!=', team)
          .orderBy('team')
          .execute()
  return [own ?? { team, settings: '{}' }, ...linked].map((row) => ({ team: row.team, settings: settingsOf(row) }))
}

/** The names of the same teams. */
export const linkedTeams = async (db: Db, team: string): Promise<string[]> =>
  (await teamsTogether(db, team)).map((one) => one.team)

/** What votes in a team, the first of several. */
export const voteOf = async (db: Db, team: string): Promise<string> =>
  votingOf(await teamSettingsOf(db, team))[0] ?? VOTE

export async function teamSettingsOf(db: Db, team: string): Promise<TeamSettings> {
  return (await settingsOfTeams(db, [team])).get(team) ?? {}
}

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
