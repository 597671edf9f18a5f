import { Socket } from 'node:net'
import { type Dialect, PostgresDialect } from 'kysely'
import type { ClientConfig, Pool, PoolClient } from 'pg'

// A replica of a bot: five share a small server's hundred connections easily.
const CONNECTIONS = 5
const STATEMENT_TIMEOUT_MS = 30_000
// More than a statement may take: a connection that is silent for longer has lost its network.
const SILENCE_MS = 45_000
/** PostgreSQL: `select oid from pg_type where typname = 'int8'`. */
const INT8 = 20

export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** A Kysely dialect over `pg`, which is loaded with the first query. */
export function createPostgresDialect(url: string): Dialect {
  return new PostgresDialect({ pool: () => createPool(url) })
}

/** How every connection to the database is made, here and where one is needed for itself. */
export const postgresOptions = (url: string) =>
  ({
    connectionString: url,
    application_name: 'paperboy',
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: SILENCE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  }) satisfies ClientConfig

/** Where the database lies, for people: without user, password and parameters. */
export function postgresPlace(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed)
    throw new Error('DATABASE_URL must look like postgres://user:password@host/name; encode /, # and @ in it.')
  return `postgres://${parsed.host || 'localhost'}${parsed.pathname}`
}

/** What to do about a failure to open it, by errno and SQLSTATE. */
export const postgresRemedies: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there; is PostgreSQL running, and are host and port in DATABASE_URL right?',
  ENOTFOUND: 'there is no such host; is DATABASE_URL right?',
  EAI_AGAIN: 'the name of the host cannot be looked up now; is the network up?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; add sslrootcert=FILE to DATABASE_URL',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed; add sslrootcert=FILE to DATABASE_URL',
  ETIMEDOUT: 'it does not answer; is the host in DATABASE_URL right, and may this machine reach it?',
  // PostgreSQL, Appendix A: error codes
  '28P01': 'the password is wrong; check user and password in DATABASE_URL',
  '28000': 'it does not let this user in from here; check the user in DATABASE_URL and pg_hba.conf',
  '3D000': 'there is no such database; create it (createdb NAME), or correct the name in DATABASE_URL',
  '42501': 'the user may not create tables there; as its owner run: GRANT CREATE ON SCHEMA public TO the user',
  '25006': 'it is read-only; DATABASE_URL must name the primary server',
  '53100': 'its disk is full; free some space, nothing was lost',
  '53300': 'it has no connection left; stop another client, or raise max_connections',
  '57P03': 'it is starting up; try again in a moment',
}

async function createPool(url: string): Promise<Pool> {
  const { Client, Pool, types } = await import('pg')
  const pool = new Pool({
    ...postgresOptions(url),
    max: CONNECTIONS,
    types: {
      getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)),
    },
  })
  // Whoever waits for an answer hears that a connection broke; without these listeners the process would end as well.
  pool.on('error', () => {})
  pool.on('connect', (client: PoolClient) => {
    client.on('error', () => {})
    const stream = client instanceof Client ? client.connection.stream : null
    if (stream instanceof Socket) stream.setTimeout(SILENCE_MS, () => stream.destroy())
  })
  return pool
}
