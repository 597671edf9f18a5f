import { randomUUID } from 'node:crypto'
import { type ChannelId, teamOf } from '../core/chat.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Db, Dialect } from '../db/db.ts'
import { insertMissing, upsertRows } from '../db/rows.ts'
import { linkedTeams, teamsTogether } from './voter-groups.ts'

type Agreement = { codeHash: string; channel: ChannelId }

/** A code is made: its team is the first to agree. `expiresAt`: milliseconds. */
export async function insertLinkCode(
  db: Db,
  { codeHash, channel, expiresAt }: Agreement & { expiresAt: number },
): Promise<void> {
  await db
    .insertInto('link_codes')
    .values({ code_hash: codeHash, team: teamOf(channel), channel_id: channel, position: 0, expires_at: expiresAt })
    .execute()
}

/** `linked`: every team of both sides agreed, and they vote together. `waiting`: some are still to be asked. */
export type Linking =
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

/** This team votes for itself again; the others stay together. Returns those it was linked with. */
export async function unlinkTeam(db: Db, team: string): Promise<string[]> {
  const others = (await linkedTeams(db, team)).filter((one) => one !== team)
  await db.updateTable('teams').set({ link: null }).where('team', '=', team).execute()
  return others
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
