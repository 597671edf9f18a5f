import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

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
