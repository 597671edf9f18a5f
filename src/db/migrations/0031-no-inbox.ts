import type { Migration } from '../db.ts'

/** What a platform tells is written where it belongs before it is acknowledged: there is nothing to keep in between. */
export const noInbox: Migration = async (db) => {
  await db.schema.dropTable('inbox').execute()
}
