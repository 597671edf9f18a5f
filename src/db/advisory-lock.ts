import { sql } from 'kysely'
import type { Db, Dialect } from './db.ts'

/** The first half of the advisory lock on a turn; the second half is its name. */
const TURN_LOCKS = 7267

/** Makes other transactions that name the same thing wait for the end of this one. SQLite has one writer anyway. */
export async function takeAdvisoryLock(db: Db, dialect: Dialect, name: string): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${TURN_LOCKS}, hashtext(${name}))`.execute(db)
}
