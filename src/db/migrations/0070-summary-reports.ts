import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const summaryReports: Migration = async (db) => {
  await db.schema
    .createTable('summary_reports')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('writer', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('reported_at', 'bigint', (column) => column.notNull())
    .execute()
  await sql`create index summary_reports_by_paper on summary_reports (paper_id)`.execute(db)
}
