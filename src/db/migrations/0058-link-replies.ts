import type { Migration } from '../db.ts'

export const linkReplies: Migration = async (db) => {
  await db.schema
    .createTable('link_replies')
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('date', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('link_replies_key', ['channel_id', 'paper_id', 'date'])
    .execute()
}
