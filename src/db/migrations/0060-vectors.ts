import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/** Filled only where an EMBEDDING_MODEL is set. Plain tables: whoever opens the database needs no extension for them. */
export const vectors: Migration = async (db, dialect) => {
  const isSqlite = dialect === 'sqlite'
  const seq = isSqlite ? 'integer' : 'bigint'
  await db.schema
    .createTable('vectors')
    .addColumn('paper_seq', seq, (column) => column.primaryKey())
    .addColumn('of_change', 'bigint', (column) => column.notNull())
    .addColumn('text_hash', 'text', (column) => column.notNull())
    .addColumn('numbers', isSqlite ? 'blob' : sql`bytea`)
    .execute()
  // By themselves: every search reads all of them, and 192 bytes a paper are read eight times as fast as 1,700.
  await db.schema
    .createTable('vector_bits')
    .addColumn('paper_seq', seq, (column) => column.primaryKey())
    .addColumn('bits', isSqlite ? 'blob' : sql`bit varying`, (column) => column.notNull())
    .execute()
  // Papers get their vectors newest first; with everything that is asked of them in the index, none is read to see that it has one.
  await sql`create index papers_by_publication on papers (coalesce(published_on, ''), seq, changed_at)`.execute(db)
}
