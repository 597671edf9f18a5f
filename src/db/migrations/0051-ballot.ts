import { sql } from 'kysely'
import type { Migration } from '../db.ts'

export const ballot: Migration = async (db, dialect) => {
  // What a tally joins on must not be taken out of JSON row by row.
  await db.schema.alterTable('deliveries').addColumn('paper_id', 'text').execute()
  await db.schema.alterTable('deliveries').addColumn('seed', 'text').execute()
  const paper = dialect === 'sqlite' ? sql`json_extract(subject, '$.paper')` : sql`subject::json ->> 'paper'`
  await sql`update deliveries set paper_id = ${paper}, seed = '["👍"]' where subject like '{"kind":"paper"%'`.execute(
    db,
  )
  await sql`create index deliveries_by_paper on deliveries (paper_id, team) where paper_id is not null`.execute(db)
  await sql`create index deliveries_of_papers on deliveries (planned_at) where paper_id is not null`.execute(db)
  await db.schema
    .alterTable('votes')
    .addColumn('since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update votes set since = at`.execute(db)
  await db.schema.createIndex('votes_by_person').on('votes').columns(['person', 'emoji']).execute()
  await db.schema
    .alterTable('saved')
    .addColumn('stands', 'integer', (column) => column.notNull().defaultTo(1))
    .execute()
  await db.schema
    .createTable('offers')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('stands', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('offers_key', ['team', 'paper_id', 'person'])
    .execute()
  await db.schema
    .createTable('teams')
    .addColumn('team', 'text', (column) => column.primaryKey())
    .addColumn('link', 'text')
    .addColumn('settings', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('teams_by_link').on('teams').column('link').execute()
  await db.schema
    .createTable('link_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('departed')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('departed_key', ['team', 'person'])
    .execute()
  await db.schema
    .createTable('tallies_due')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull())
    .addColumn('marked_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('tallies_due_key', ['team', 'paper_id'])
    .execute()
  await db.schema
    .createTable('tallies_shown')
    .addColumn('delivery_id', 'text', (column) => column.primaryKey())
    .addColumn('votes', 'integer', (column) => column.notNull())
    .addColumn('edited_at', 'bigint', (column) => column.notNull())
    .execute()
}
