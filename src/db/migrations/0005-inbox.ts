import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const inbox: Migration = async (db, dialect) => {
  await db.schema
    .createTable('inbox')
    .addColumn('seq', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
    .addColumn('event', 'text', (column) => column.notNull().unique())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('not_before', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('handled_at', 'bigint')
    .addColumn('error', 'text')
    .execute()
  // A week of handled events stays out of the index that is read for every new one.
  await sql`create index inbox_waiting on inbox (key, seq) where handled_at is null`.execute(db)
  await sql`create index inbox_by_age on inbox (handled_at) where handled_at is not null`.execute(db)
}
