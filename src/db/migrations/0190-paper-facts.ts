import type { Migration } from '../db.ts'

/** What sources say of a paper besides, as JSON; nothing is known of papers that were stored before. */
export const paperFacts: Migration = async (db) => {
  await db.schema
    .alterTable('papers')
    .addColumn('facts', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute()
}
