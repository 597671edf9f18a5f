import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type Dialect = 'sqlite' | 'postgres'

/** A connection, or a transaction on one. Inside a transaction only its own handle answers; the outer one waits. */
export type Db = Kysely<Schema> | Transaction<Schema>

/** One step of the schema; it runs once, inside one transaction with its entry in `migrations`. */
export type Migration = (db: Kysely<Schema>, dialect: Dialect) => Promise<void>
