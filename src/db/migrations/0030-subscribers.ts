import type { Migration } from '../db.ts'

/** Whoever subscribed a channel hears when something is wrong with it. */
export const subscribers: Migration = async (db) => {
  await db.schema.alterTable('channels').addColumn('subscribed_by', 'text').execute()
}
