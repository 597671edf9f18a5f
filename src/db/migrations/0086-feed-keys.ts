import type { Migration } from '../db.ts'

/** Who may read the feeds of a channel, until the key is withdrawn: one a person and channel. */
export const feedKeys: Migration = async (db) => {
  await db.schema
    .createTable('feed_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('read_at', 'bigint')
    .addUniqueConstraint('feed_keys_by_owner', ['channel_id', 'person'])
    .execute()
}
