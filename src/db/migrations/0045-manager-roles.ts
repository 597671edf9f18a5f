import type { Migration } from '../db.ts'

/** A server chooses its managers once, for all of its channels. */
export const managerRoles: Migration = async (db) => {
  await db.schema
    .createTable('manager_roles')
    .addColumn('team', 'text', (column) => column.primaryKey())
    .addColumn('role', 'text', (column) => column.notNull())
    .execute()
}
