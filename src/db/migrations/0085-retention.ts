import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** What is settled and still holds its words, by age: a row leaves the index with them, so that looking costs nothing on most days. */
export const retention: Migration = async (db) => {
  await sql`create index deliveries_with_words on deliveries (settled_at)
    where message is not null and settled_at is not null`.execute(db)
}
