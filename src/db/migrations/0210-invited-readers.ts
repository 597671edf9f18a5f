import type { Migration } from '../db.ts'

/** Who reads a channel by mail because somebody who manages it invited them. */
export const invitedReaders: Migration = async (db) => {
  await db.schema
    .createTable('invited_readers')
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('reader', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'text')
    .addColumn('invited_at', 'bigint', (column) => column.notNull())
    .addColumn('accepted_at', 'bigint')
    .addPrimaryKeyConstraint('invited_readers_key', ['channel_id', 'reader'])
    .execute()
  await db.schema.createIndex('invited_readers_by_reader').on('invited_readers').column('reader').execute()
}
