import type { Migration } from '../db.ts'

export const follows: Migration = async (db) => {
  await db.schema
    .createTable('follows')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('follows_once', ['place', 'query'])
    .execute()
  await db.schema
    .createTable('followed_papers')
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('found_at', 'bigint', (column) => column.notNull())
    .addColumn('told_at', 'bigint')
    .addPrimaryKeyConstraint('followed_papers_key', ['place', 'paper_id'])
    .execute()
  await db.schema.createIndex('followed_papers_untold').on('followed_papers').columns(['told_at', 'place']).execute()
}
