import { sql } from 'kysely'
import type { Db, Dialect } from './db.ts'

/** The first half of the advisory lock on a turn; the second half is its name. */
const TURN_LOCKS = 7267

/**
 * Makes other transactions that name the same thing wait until this one ends, so that what was read is still true when
 * it is written. SQLite has one writer at a time anyway.
 */
export async function takeAdvisoryLock(db: Db, dialect: Dialect, name: string): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${TURN_LOCKS}, hashtext(${name}))`.execute(db)
}
