import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const search: Migration = async (db, dialect) => {
  await (dialect === 'sqlite' ? createSqliteIndex(db) : createPostgresIndex(db))
  await db.schema
    .createTable('abbreviations')
    .addColumn('paper_seq', 'bigint', (column) => column.notNull())
    .addColumn('short', 'text', (column) => column.notNull())
    .addColumn('long', 'text', (column) => column.notNull())
    .addColumn('long_text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('abbreviations_key', ['paper_seq', 'short'])
    .execute()
  await db.schema.createIndex('abbreviations_by_short').on('abbreviations').column('short').execute()
  await db.schema.createIndex('abbreviations_by_long').on('abbreviations').column('long').execute()
}

/** Both tables hold words that are already folded and stemmed, so the tokenizer only has to split at spaces. */
const createSqliteIndex = async (db: Parameters<Migration>[0]): Promise<void> => {
  await sql`create virtual table paper_index using fts5(
    title, abstract, topics, people, content='', contentless_delete=1, tokenize='ascii')`.execute(db)
  await sql`create virtual table paper_stems using fts5vocab(paper_index, row)`.execute(db)
  // Unstemmed, for spelling: corrections made of stems would be no words.
  await sql`create virtual table paper_words using fts5(
    words, content='', contentless_delete=1, detail=none, tokenize='ascii')`.execute(db)
  // Merging 16 segments at a time instead of 4 makes importing a third faster.
  for (const table of ['paper_index', 'paper_words'])
    await sql`insert into ${sql.table(table)} (${sql.ref(table)}, rank) values ('automerge', 16)`.execute(db)
  await sql`create virtual table vocabulary using fts5vocab(paper_words, row)`.execute(db)
}

const createPostgresIndex = async (db: Parameters<Migration>[0]): Promise<void> => {
  await sql`create table paper_index (seq bigint primary key, words tsvector not null)`.execute(db)
  await sql`create index paper_index_words on paper_index using gin (words)`.execute(db)
  await sql`create table vocabulary (term text collate "C" primary key, stem text not null, doc integer not null)`.execute(
    db,
  )
  await sql`create index vocabulary_stems on vocabulary (stem)`.execute(db)
}
