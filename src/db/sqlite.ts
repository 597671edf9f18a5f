import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely'
import { codesOf } from '../core/error-words.ts'
import { createRecent } from '../core/recent.ts'
import { createYielder } from '../core/yield-to-event-loop.ts'
import type { Schema } from './schema.ts'

// busy_timeout blocks the event loop while it waits, so it stays short and the driver waits asynchronously instead.
const BUSY_TIMEOUT_MS = 15
const BUSY_PATIENCE_MS = 10_000
const KEPT_STATEMENTS = 300
/** Longer statements name so many rows that hardly one comes twice. */
const KEPT_LENGTH = 4_000
// The library's 1,000 pages fill several times a second on a busy morning, and each time the loop waits for the disk.
const CHECKPOINT_PAGES = 4_000
/** SQLITE_BUSY and SQLITE_LOCKED. */
const BUSY = ['5', '6']

/** `extension`: a file with more functions, such as those that compare vectors. */
type Opening = { readOnly: boolean; extension?: string | null }

/** Kysely over `node:sqlite`: one connection, WAL, transactions immediate. Kysely’s own begins them deferred. */
export function createSqliteDialect(path: string, options: Opening = { readOnly: false }): Dialect {
  return {
    createDriver: () => createDriver(path, options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

/** Bytes of the file that a search reads where the system keeps them, not by copies; the system takes them back. */
const MOST_MAPPED = 128 * 2 ** 20

/** The settings every connection to a Paperboy database needs, here and in the search worker. */
export function openSqlite(path: string, { readOnly, extension = null }: Opening = { readOnly: false }): DatabaseSync {
  const allowExtension = extension !== null
  const database = new DatabaseSync(path, { readOnly, allowExtension, timeout: BUSY_TIMEOUT_MS })
  if (extension !== null) {
    database.loadExtension(extension)
    database.enableLoadExtension(false)
  }
  if (!readOnly)
    database.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    )
  else database.exec(`PRAGMA mmap_size = ${MOST_MAPPED}`)
  database.exec('PRAGMA foreign_keys = ON')
  return database
}

/** SQLite 3.7.0 to 3.51.2 can corrupt a WAL database that two connections use (sqlite.org, release 3.51.3). */
export async function requireSafeSqlite(db: Kysely<Schema>): Promise<void> {
  const version: RawBuilder<{ version: string }> = sql`select sqlite_version() as version`
  const { rows } = await version.execute(db)
  const [major = 0, minor = 0, patch = 0] = (rows[0]?.version ?? '').split('.').map(Number)
  if (major * 1e6 + minor * 1e3 + patch < 3_051_003)
    throw new Error(`this Node brings SQLite ${rows[0]?.version}, which can damage databases; use Node 24.15 or newer`)
}

/** What to do about a failure to open it, by SQLite's own code. */
export const sqliteRemedies: Record<string, string> = {
  5: 'another process keeps it locked; stop that one or wait',
  8: 'it is read-only for this user; give write permission to the file and its folder',
  11: 'the file is damaged; keep a copy of it and restore the last backup (paperboy restore FILE)',
  13: 'the disk is full; free some space, nothing was lost',
  14: 'the file cannot be opened; is the path in DATABASE_URL right, and may this user write there?',
  26: 'the file is not a SQLite database; is DATABASE_URL right?',
}

type PreparedStatement = { statement: StatementSync; hasRows: boolean }

function createDriver(path: string, options: Opening): Driver {
  /** Kysely opens it before it asks anything. */
  let database: DatabaseSync
  const statements = createRecent<PreparedStatement>(KEPT_STATEMENTS)
  const yieldToEventLoop = createYielder()

  function prepare(sql: string): PreparedStatement {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const prepared = { statement, hasRows: statement.columns().length > 0 }
    if (sql.length <= KEPT_LENGTH) statements.set(sql, prepared)
    return prepared
  }

  const connection: DatabaseConnection = {
    executeQuery: <R>({ sql, parameters }: CompiledQuery) =>
      patiently(async (): Promise<QueryResult<R>> => {
        await yieldToEventLoop()
        const { statement, hasRows } = prepare(sql)
        const values = parameters as SQLInputValue[]
        if (hasRows) return { rows: statement.all(...values) as R[] }
        const { changes, lastInsertRowid } = statement.run(...values)
        return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
      }),
    async *streamQuery<R>({ sql, parameters }: CompiledQuery) {
      for (const row of database.prepare(sql).iterate(...(parameters as SQLInputValue[]))) yield { rows: [row as R] }
    },
  }

  const run = async (sql: string): Promise<void> => void (await connection.executeQuery(CompiledQuery.raw(sql)))
  return {
    async init() {
      database = await patiently(async () => openSqlite(path, options))
    },
    acquireConnection: async () => connection,
    // A deferred transaction that turns into a writer meets a SQLITE_BUSY that no timeout helps with.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    // A disk that is full has ended it already, and that is what has to be heard.
    rollbackTransaction: async () => (database.isTransaction ? run('rollback') : undefined),
    async releaseConnection() {},
    destroy: async () => database?.close(),
  }
}

/** Waits for another process to finish its write, and lets this one go on: `busy_timeout` would block it. */
async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const patience = Date.now() + BUSY_PATIENCE_MS
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || Date.now() > patience) throw error
      await sleep(pause * (0.5 + Math.random()))
    }
  }
}

const isBusy = (error: unknown): boolean => codesOf(error).some((code) => BUSY.includes(code))
