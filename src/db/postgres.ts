import { Socket } from 'node:net'
import {
  CompiledQuery,
  type DatabaseConnection,
  HandleEmptyInListsPlugin,
  type Kysely,
  PostgresDialect,
  replaceWithNoncontingentExpression,
  sql,
} from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Schema } from './schema.ts'

// A replica of a bot: five share a small server's hundred connections easily.
const CONNECTIONS = 5
// More than a statement may take: a connection that is silent for longer has lost its network.
const SILENCE_MS = 45_000
// With the transaction, not with the connection: PgBouncer refuses such parameters, and shares its connections.
const BEGIN = `begin; set local statement_timeout = '30s'; set local idle_in_transaction_session_timeout = '45s'`
const OLDEST_VERSION = 14
/** PostgreSQL: `select oid from pg_type where typname = 'int8'`. */
const INT8 = 20

export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** What PostgreSQL does in its own way; `pg` is loaded with the first query. */
export const postgres = (url: string) => ({
  dialect: 'postgres' as const,
  place: placeOf(url),
  driver: new LimitedDialect({ pool: () => createPool(url) }),
  // `in ()` finds nothing on SQLite, and is an error here.
  plugins: [new HandleEmptyInListsPlugin({ strategy: replaceWithNoncontingentExpression })],
  requireUsable,
  keepCopy: async (step: string) => `the database is upgraded (${step}); the way back is your last pg_dump`,
  files: () => [],
  remedies: postgresRemedies,
})

/** Its transactions have deadlines. */
class LimitedDialect extends PostgresDialect {
  override createDriver() {
    return Object.assign(super.createDriver(), {
      beginTransaction: async (connection: DatabaseConnection) => {
        await connection.executeQuery(CompiledQuery.raw(BEGIN))
      },
    })
  }
}

/** Where the database lies, for people: without user, password and parameters. */
function placeOf(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed)
    throw new Error('DATABASE_URL must look like postgres://user:password@host/name; encode /, # and @ in it.')
  return `postgres://${parsed.host || 'localhost'}${parsed.pathname}`
}

/** Throws a sentence when the server is too old, or has no schema in which this user may create tables. */
async function requireUsable(db: Kysely<Schema>): Promise<void> {
  type Server = { version: string; number: number; path: string; grant: string | null; may: boolean | null }
  const asked = sql<Server>`select current_setting('server_version') as version,
    current_setting('server_version_num')::int as number, current_setting('search_path') as path,
    'GRANT CREATE ON SCHEMA ' || quote_ident(current_schema()) || ' TO ' || quote_ident(current_user) as grant,
    has_schema_privilege(current_schema(), 'CREATE') as may`
  const { rows } = await asked.execute(db)
  for (const { version, number, path, grant, may } of rows) {
    if (number < OLDEST_VERSION * 10_000)
      throw new Error(`it is PostgreSQL ${version}, and Paperboy needs ${OLDEST_VERSION} or newer; nothing was changed`)
    if (may === null)
      throw new Error(`the user sees no schema of its search_path (${path}); create one, or set another search_path`)
    if (!may) throw new Error(`the user may not create tables there; as its owner run: ${grant}`)
  }
}

const TRUST = 'its certificate is not known here; add sslrootcert=FILE to DATABASE_URL, or set NODE_EXTRA_CA_CERTS'

/** What to do about a failure to open it, by errno and SQLSTATE. */
export const postgresRemedies: Record<string, string> = {
  ECONNREFUSED: 'nothing answers there; is PostgreSQL running, and are host and port in DATABASE_URL right?',
  ENOTFOUND: 'there is no such host; is DATABASE_URL right?',
  EAI_AGAIN: 'the name of the host cannot be looked up now; is the network up?',
  ETIMEDOUT: 'it does not answer; is the host in DATABASE_URL right, and may this machine reach it?',
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  ERR_TLS_CERT_ALTNAME_INVALID: 'DATABASE_URL must name the host as the certificate does',
  // PostgreSQL, Appendix A: error codes
  '28P01': 'the password is wrong; check user and password in DATABASE_URL',
  '28000': 'it does not let this user in from here; check the user in DATABASE_URL and pg_hba.conf',
  '3D000': 'there is no such database; create it (createdb NAME), or correct the name in DATABASE_URL',
  '42501': 'the tables belong to another user; use that one, or let it grant them to this one',
  '25006': 'it is read-only; DATABASE_URL must name the primary server',
  '53100': 'its disk is full; free some space, nothing was lost',
  '53300': 'it has no connection left; stop another client, or raise max_connections',
  '57P03': 'it is starting up; try again in a moment',
}

async function createPool(url: string): Promise<Pool> {
  const { Client, Pool, types } = await import('pg')
  const pool = new Pool({
    connectionString: url,
    application_name: 'paperboy',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
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
