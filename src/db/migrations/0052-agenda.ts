import type { Migration } from '../db.ts'

export const agenda: Migration = async (db) => {
  await db.schema
    .createTable('agendas')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('channel_id', 'text', (column) => column.notNull())
    .addColumn('meets_at', 'bigint', (column) => column.notNull())
    .addColumn('planned_at', 'bigint', (column) => column.notNull())
    .addColumn('reminded_at', 'bigint')
    .addColumn('opened_at', 'bigint')
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('shown_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('agendas_key', ['team', 'date'])
    .execute()
  await db.schema.createIndex('agendas_by_time').on('agendas').column('meets_at').execute()
  await db.schema
    .createTable('agenda_items')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('paper_id', 'text', (column) => column.notNull().references('papers.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('votes', 'integer', (column) => column.notNull())
    .addColumn('presenter', 'text')
    .addColumn('answer', 'text')
    .addPrimaryKeyConstraint('agenda_items_key', ['team', 'date', 'paper_id'])
    .execute()
  await db.schema.createIndex('agenda_items_by_paper').on('agenda_items').column('paper_id').execute()
  await db.schema
    .createTable('declined')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('date', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('declined_key', ['team', 'date', 'person'])
    .execute()
}
