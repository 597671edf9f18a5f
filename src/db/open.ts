import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, type Transaction } from 'kysely'
import { describeWithRemedy } from '../core/error-words.ts'
import { copiesOf, keepBeforeUpgrade } from './backup/copy.ts'
import { keepToOwner } from './backup/owner-only.ts'
import { type Clock, startClock } from './clock.ts'
import { tryLead } from './leadership.ts'
import { migrate, pendingStep } from './migrate.ts'
import { isPostgresUrl, postgres } from './postgres.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect, requireSafeSqlite, sqliteRemedies } from './sqlite.ts'

export type Store = Awaited<ReturnType<typeof openStore>>

/** Opens `file:…` or `postgres://…` and brings its schema up to date; `say` hears of an upgrade. Throws a sentence. */
export async function openStore(url: string, say: (sentence: string) => void = () => {}) {
  const { dialect, place, driver, plugins, requireUsable, keepCopy, files, remedies } = isPostgresUrl(url)
    ? postgres(url)
    : sqlite(url)
  const db = new Kysely<Schema>({ dialect: driver, plugins })
  let clock: Clock
  try {
    await requireUsable(db)
    const step = await pendingStep(db)
    if (step !== null) say(await keepCopy(step))
    await migrate(db, dialect)
    clock = await startClock(db, dialect)
    for (const sentence of keepToOwner(files())) say(sentence)
  } catch (error) {
    await db.destroy().catch(() => {})
    const why = describeWithRemedy(error, remedies)
    throw new Error(`Could not open the database ${place}: ${why}`, { cause: error })
  }
  return {
    db,
    dialect,
    /** Where the database lies, for people: never a password. */
    place,
    /** Milliseconds since the epoch by the database's clock, on which all processes agree. */
    now: clock.now,
    write: <T>(work: (db: Transaction<Schema>) => Promise<T>): Promise<T> => db.transaction().execute(work),
    /** The right to do what only one process may do; null while another has it. One that dies loses it within 30 s. */
    tryLead: (name: string) => tryLead(db, dialect, name),
    close() {
      clock.stop()
      return db.destroy()
    },
  }
}

// What the two databases do each in its own way. `requireUsable` throws a sentence when its version or the user's
// rights do not do; `keepCopy` keeps a way back before a step, or says who must have one; `files` are those on this
// machine; `remedies` say what a person can do about a failure to open it, by its code.

function sqlite(url: string) {
  const path = sqlitePath(url)
  makeFolder(path)
  return {
    dialect: 'sqlite' as const,
    place: path,
    driver: createSqliteDialect(path),
    plugins: [],
    requireUsable: requireSafeSqlite,
    keepCopy: async (step: string) =>
      `the database is upgraded; as it was, it lies in ${await keepBeforeUpgrade(path, step)}`,
    // SQLite gives a log that it starts anew the mode of the database.
    files: () => [path, `${path}-wal`, `${path}-shm`, ...copiesOf(path)],
    remedies: sqliteRemedies,
  }
}

/** The file behind a `file:` URL, relative to the working directory or, after `~`, to the user’s own. */
export function sqlitePath(url: string): string {
  if (url.startsWith('file://')) return fileURLToPath(url)
  return resolve(url.replace(/^file:/, '').replace(/^~(?=[\\/])/, homedir()))
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Error(`Could not make the folder ${dirname(path)} for the database. Is DATABASE_URL right?`, { cause })
  }
}
