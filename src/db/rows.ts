import { type Insertable, PostgresAdapter, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Db } from './db.ts'
import type { Schema } from './schema.ts'

type Table = keyof Schema & string
type Given<T extends Table, R> = Pick<Selectable<Schema[T]>, keyof R & keyof Selectable<Schema[T]>>

/**
 * Rows, or some columns of rows, of a table that come with a statement: one trip to the database where there would be one for each. They
 * come as one value: the statement is the same for any number of them. All have the columns of the first.
 */
export function givenRows<T extends Table, R extends Partial<Insertable<Schema[T]>>>(
  db: Db,
  table: T,
  rows: readonly R[],
): RawBuilder<Given<T, R>> {
  const json = JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))
  const columns = columnsOf(rows)
  if (db.getExecutor().adapter instanceof PostgresAdapter)
    return sql`(select ${refs(columns)} from json_populate_recordset(null::${sql.table(table)}, ${json}))`
  const values = columns.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`)
  return sql`(select ${sql.join(values)} from json_each(${json}))`
}

/** Inserts rows that all have the same columns. A conflict throws, and inserts none. */
export async function insertRows<T extends Table, R extends Insertable<Schema[T]>>(
  db: Db,
  table: T,
  rows: readonly R[],
): Promise<void> {
  if (rows.length === 0) return
  const given = givenRows(db, table, rows)
  await sql`insert into ${sql.table(table)} (${refs(columnsOf(rows))}) select * from ${given} as given`.execute(db)
}

const columnsOf = (rows: readonly object[]): string[] => Object.keys(rows[0] ?? {})

const refs = (columns: string[]) => sql.join(columns.map((column) => sql.ref(column)))
