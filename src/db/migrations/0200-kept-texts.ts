import type { Migration } from '../db.ts'

/** What long buttons and opened forms stand for. */
export const keptTexts: Migration = async (db) => {
  await db.schema
    .createTable('kept_texts')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
}
