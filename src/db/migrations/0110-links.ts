import type { Migration } from '../db.ts'

/**
 * A code names every team that agreed to it. Links of more than two teams end: nobody knows whether all of them agreed.
 */
export const links: Migration = async (db) => {
  await db.schema.dropTable('link_codes').execute()
  await db.schema
    .createTable('link_codes')
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('link_codes_key', ['code_hash', 'team'])
    .execute()
  const crowds = db
    .selectFrom('teams')
    .select('link')
    .groupBy('link')
    .having((row) => row.fn.countAll(), '>', 2)
  await db.updateTable('teams').set({ link: null }).where('link', 'in', crowds).execute()
}
