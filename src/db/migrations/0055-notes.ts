import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const notes: Migration = async (db) => {
  await db.schema
    .createTable('notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.references('papers.id'))
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('author', 'text')
    .addColumn('keeper', 'text')
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('post', 'text', (column) => column.notNull().unique())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .execute()
  await sql`create index notes_by_team on notes (team, paper_id)`.execute(db)
}
