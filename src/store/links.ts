import { randomUUID } from 'node:crypto'
import type { ChannelId } from '../chat.ts'
import type { Db } from './db.ts'
import { teamsTogether } from './teams.ts'

export type LinkCode = { codeHash: string; channel: ChannelId; expiresAt: number }

export async function insertLinkCode(db: Db, { codeHash, channel, expiresAt }: LinkCode): Promise<void> {
  await db
    .insertInto('link_codes')
    .values({ code_hash: codeHash, channel_id: channel, expires_at: expiresAt })
    .execute()
}

/** Where a code was given out; it is good once. Null: never, used before, or too late. */
export async function takeLinkCode(db: Db, codeHash: string, now: number): Promise<ChannelId | null> {
  const taken = await db.deleteFrom('link_codes').where('code_hash', '=', codeHash).returningAll().executeTakeFirst()
  await db.deleteFrom('link_codes').where('expires_at', '<=', now).execute()
  return taken && taken.expires_at > now ? (taken.channel_id as ChannelId) : null
}

/** From now on these teams, and all that either is linked with, vote together. */
export async function linkTeams(db: Db, a: string, b: string): Promise<void> {
  const link = randomUUID()
  const together = [...(await teamsTogether(db, a)), ...(await teamsTogether(db, b))].map(({ team }) => team)
  for (const team of new Set(together))
    await db
      .insertInto('teams')
      .values({ team, link, settings: '{}' })
      .onConflict((conflict) => conflict.column('team').doUpdateSet({ link }))
      .execute()
}

/** This team votes for itself again; the others stay together. Returns those it was linked with. */
export async function unlinkTeam(db: Db, team: string): Promise<string[]> {
  const others = (await teamsTogether(db, team)).map((one) => one.team).filter((one) => one !== team)
  await db.updateTable('teams').set({ link: null }).where('team', '=', team).execute()
  return others
}
