import type { Migration } from '../db.ts'

export const forgotten: Migration = async (db) => {
  await db.schema
    .createTable('forgotten')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
}
