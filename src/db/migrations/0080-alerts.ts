import type { Migration } from '../db.ts'

/** Lines that say that something is wrong; each is edited when that is over. */
export const alerts: Migration = async (db) => {
  await db.schema
    .createTable('alerts')
    .addColumn('delivery_id', 'text', (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('over_at', 'bigint')
    .addPrimaryKeyConstraint('alerts_key', ['delivery_id', 'cause'])
    .execute()
}
