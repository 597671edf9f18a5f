import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const deliveries: Migration = async (db, dialect) => {
  // Keys are looked up by their beginning, and places are locked in one order, here and there: that takes the order of bytes,
  // and most PostgreSQL servers sort by language.
  const bytes = dialect === 'sqlite' ? 'text' : sql`text collate "C"`
  await db.schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', bytes, (column) => column.notNull().unique())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('place', bytes, (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('message', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('lease_until', 'bigint')
    .addColumn('lease_owner', 'text')
    .addColumn('looks', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('first_attempt_at', 'bigint')
    .addColumn('post', 'text')
    .addColumn('reason', 'text')
    .addColumn('planned_at', 'bigint', (column) => column.notNull())
    .addColumn('settled_at', 'bigint')
    .execute()
  // Years of sent deliveries stay out of the indexes that every claim reads.
  await sql`create index deliveries_open on deliveries (place, seq) where state in ('planned', 'worded', 'sending', 'uncertain')`.execute(
    db,
  )
  await sql`create index deliveries_planned on deliveries (seq) where state = 'planned'`.execute(db)
  await sql`create index deliveries_stuck on deliveries (state) where state in ('held', 'dead')`.execute(db)
  await sql`create index deliveries_leased on deliveries (lease_owner) where lease_owner is not null`.execute(db)
  await db.schema
    .createTable('lanes')
    .addColumn('place', bytes, (column) => column.primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('ready_at', 'double precision')
    .addColumn('full_at', 'double precision', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('lanes_by_team').on('lanes').columns(['platform', 'team', 'ready_at']).execute()
  await db.schema.createIndex('lanes_by_time').on('lanes').columns(['platform', 'ready_at']).execute()
  await db.schema
    .createTable('buckets')
    .addColumn('scope', 'text', (column) => column.primaryKey())
    .addColumn('full_at', 'double precision', (column) => column.notNull())
    .execute()
}
