import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const votes: Migration = async (db) => {
  await db.schema
    .createTable('votes')
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('emoji', 'text', (column) => column.notNull())
    .addColumn('stands', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('votes_key', ['post', 'person', 'emoji'])
    .execute()
  await db.schema
    .createTable('saved')
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('saved_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('saved_key', ['person', 'paper_id'])
    .execute()
  await db.schema
    .createTable('setting_changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('before', 'text', (column) => column.notNull())
    .addColumn('after', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  // Every reaction asks whose post it is on.
  await sql`create index deliveries_by_post on deliveries (post) where post is not null`.execute(db)
}
