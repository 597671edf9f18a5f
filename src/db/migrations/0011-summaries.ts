import type { Migration } from '../db.ts'

export const summaries: Migration = async (db) => {
  // No reference to papers: a summary is asked for on the command line too, of papers that are on no record.
  await db.schema
    .createTable('summaries')
    .addColumn('paper', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('prompt', 'integer', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('content', 'text')
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('written_at', 'bigint')
    .addPrimaryKeyConstraint('summaries_key', ['paper', 'language', 'prompt'])
    .execute()
  await db.schema
    .createTable('model_usage')
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('calls', 'integer', (column) => column.notNull())
    .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
    .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('model_usage_key', ['day', 'model'])
    .execute()
}
