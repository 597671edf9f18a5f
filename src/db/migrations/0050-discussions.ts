import type { Migration } from '../db.ts'

export const discussions: Migration = async (db) => {
  await db.schema
    .createTable('discussions')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('presenter', 'text')
    .addColumn('verdict', 'text')
    .addColumn('opened_at', 'bigint')
    .addColumn('closed_at', 'bigint')
    .addPrimaryKeyConstraint('discussions_key', ['team', 'paper_id'])
    .execute()
  await db.schema.createIndex('discussions_by_paper').on('discussions').column('paper_id').execute()
}
