import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { migrate } from './migrate.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite.ts'

export type Dialect = 'sqlite' | 'postgres'

/** A connection, or a transaction on one: inside a transaction only its own handle may be used, the outer one waits for ever. */
export type Db = Kysely<Schema> | Transaction<Schema>

export type Store = {
  db: Kysely<Schema>
  dialect: Dialect
  /** Where the database lies, for people: never a password. */
  place: string
  write<T>(work: (db: Transaction<Schema>) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens `file:…` and brings its schema up to date. Throws a sentence when it cannot. */
export async function openStore(url: string): Promise<Store> {
  const path = sqlitePath(url)
  makeFolder(path)
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(path) })
  try {
    await requireSafeSqlite(db)
    await migrate(db, 'sqlite')
  } catch (error) {
    await db.destroy().catch(() => {})
    throw new Error(`Could not open the database ${path}: ${remedy(error)}`, { cause: error })
  }
  return {
    db,
    dialect: 'sqlite',
    place: path,
    write: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  }
}

/** The file behind a `file:` URL, relative to the working directory. */
export function sqlitePath(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url)
  return resolve(url.replace(/^file:/, ''))
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    throw new Error(`Could not make the folder ${dirname(path)} for the database. Is DATABASE_URL right?`, { cause })
  }
}

/** SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that two connections use (sqlite.org, release 3.51.3). */
async function requireSafeSqlite(db: Kysely<Schema>): Promise<void> {
  const version: RawBuilder<{ version: string }> = sql`select sqlite_version() as version`
  const { rows } = await version.execute(db)
  const [major = 0, minor = 0, patch = 0] = (rows[0]?.version ?? '').split('.').map(Number)
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003)
    throw new Error(`this Node brings SQLite ${rows[0]?.version}, which can damage databases; use Node 24.15 or newer`)
}

function remedy(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  const remedies: Record<number, string> = {
    5: 'another process keeps it locked; stop that one or wait',
    8: 'it is read-only for this user; give write permission to the file and its folder',
    11: 'the file is damaged; keep a copy of it and restore the last backup (paperboy restore FILE)',
    13: 'the disk is full; free some space, nothing was lost',
    14: 'the file cannot be opened; is the path in DATABASE_URL right, and may this user write there?',
    26: 'the file is not a SQLite database; is DATABASE_URL right?',
  }
  return remedies[code] ?? message
}
