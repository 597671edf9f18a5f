import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** All that a tally reads of a vote that stands. */
export const tally: Migration = async (db) => {
  await sql`create index votes_tally on votes (post, emoji, person) where stands = 1`.execute(db)
}
