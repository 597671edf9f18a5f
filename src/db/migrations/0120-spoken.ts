import type { Migration } from '../db.ts'

/** What people made the bot say where strangers walk in; an hour of it is kept. */
export const spoken: Migration = async (db) => {
  await db.schema
    .createTable('spoken')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  for (const column of ['channel_id', 'person'])
    await db.schema.createIndex(`spoken_by_${column}`).on('spoken').columns([column, 'action', 'at']).execute()
}
