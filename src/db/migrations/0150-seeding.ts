import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** First reactions are owed like messages: what is still to be seeded stands with the delivery. */
export const seeding: Migration = async (db) => {
  await db.schema.alterTable('deliveries').addColumn('seed_at', 'bigint').execute()
  await db.schema
    .alterTable('deliveries')
    .addColumn('seed_tries', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`create index deliveries_to_seed on deliveries (platform, seed_at) where seed_at is not null`.execute(db)
}
