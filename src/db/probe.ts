import { sql } from 'kysely'
import type { Store } from './open.ts'

/** Makes a table, writes a row, and takes both back. Throws what the database says where that is not allowed. */
export async function tryToWrite({ db }: Pick<Store, 'db'>): Promise<void> {
  const trial = await db.startTransaction().execute()
  try {
    await sql`create table paperboy_doctor (n integer)`.execute(trial)
    await sql`insert into paperboy_doctor values (1)`.execute(trial)
  } finally {
    await trial.rollback().execute()
  }
}

/** `PostgreSQL 18.4, time zone UTC`, as the server itself says. */
export async function describeServer({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<string> {
  const version = dialect === 'postgres' ? sql`current_setting('server_version')` : sql`sqlite_version()`
  const zone = dialect === 'postgres' ? sql`current_setting('TimeZone')` : sql`'UTC'`
  const { rows } = await sql<{ version: string; zone: string }>`select ${version} as version, ${zone} as zone`.execute(
    db,
  )
  const [found] = rows
  return `${dialect === 'postgres' ? 'PostgreSQL' : 'SQLite'} ${found?.version}, time zone ${found?.zone}`
}
