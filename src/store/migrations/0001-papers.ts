import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

export const papers: Migration = async (db, dialect) => {
  await db.schema
    .createTable('papers')
    .addColumn('seq', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('abstract', 'text', (column) => column.notNull())
    .addColumn('authors', 'text', (column) => column.notNull())
    .addColumn('published_on', 'text')
    .addColumn('links', 'text', (column) => column.notNull())
    .addColumn('pictures', 'text', (column) => column.notNull())
    .addColumn('organization', 'text')
    .addColumn('keywords', 'text', (column) => column.notNull())
    .addColumn('categories', 'text', (column) => column.notNull())
    .addColumn('source_summary', 'text')
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('sightings')
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('upvotes', 'integer')
    .addColumn('comments', 'integer')
    .addColumn('first_seen_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sightings_key', ['paper_id', 'source', 'day'])
    .execute()
  await db.schema.createIndex('sightings_by_day').on('sightings').columns(['day', 'source']).execute()
  await db.schema.createIndex('sightings_by_arrival').on('sightings').column('first_seen_at').execute()
  await db.schema
    .createTable('sources')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('tried_at', 'bigint', (column) => column.notNull())
    .addColumn('succeeded_at', 'bigint')
    .addColumn('newest_day', 'text')
    .addColumn('news_at', 'bigint')
    .addColumn('error', 'text')
    .addColumn('failing_since', 'bigint')
    .execute()
  await db.schema
    .createTable('history')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('month', 'text', (column) => column.notNull())
    .addColumn('papers', 'integer', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('history_key', ['source', 'month'])
    .execute()
  await db.schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute()
  if (dialect === 'sqlite') await createFullTextIndex(db)
}

/** Upvotes change daily: the triggers fire on the indexed words only. */
const createFullTextIndex = async (db: Parameters<Migration>[0]): Promise<void> => {
  await sql`create virtual table papers_fts using fts5(
    title, abstract, authors, content='papers', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2')`.execute(
    db,
  )
  await sql`create trigger papers_fts_insert after insert on papers begin
    insert into papers_fts(rowid, title, abstract, authors) values (new.seq, new.title, new.abstract, new.authors);
  end`.execute(db)
  await sql`create trigger papers_fts_delete after delete on papers begin
    insert into papers_fts(papers_fts, rowid, title, abstract, authors) values ('delete', old.seq, old.title, old.abstract, old.authors);
  end`.execute(db)
  await sql`create trigger papers_fts_update after update of title, abstract, authors on papers begin
    insert into papers_fts(papers_fts, rowid, title, abstract, authors) values ('delete', old.seq, old.title, old.abstract, old.authors);
    insert into papers_fts(rowid, title, abstract, authors) values (new.seq, new.title, new.abstract, new.authors);
  end`.execute(db)
}
