import { type Insertable, PostgresAdapter, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Db } from './db.ts'
import type { Schema } from './schema.ts'

type Table = keyof Schema & string
type Rows<T extends Table> = readonly Insertable<Schema[T]>[]
type Given<T extends Table, R> = Pick<Selectable<Schema[T]>, keyof R & keyof Selectable<Schema[T]>>

/** Rows that come with a statement, as one value: one trip to the database. All have the columns of the first. */
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
export async function insertRows<T extends Table>(db: Db, table: T, rows: Rows<T>): Promise<void> {
  if (rows.length > 0) await insertion(db, table, rows).execute(db)
}

/** Inserts those of the rows that are not there yet, by any of their keys. Returns how many that were. */
export async function insertMissing<T extends Table>(db: Db, table: T, rows: Rows<T>): Promise<number> {
  if (rows.length === 0) return 0
  const { numAffectedRows } = await sql`${insertion(db, table, rows)} ${ON_CONFLICT} do nothing`.execute(db)
  return Number(numAffectedRows)
}

/** Inserts rows; of one that is there already all columns change but its key and those that are kept. */
export async function upsertRows<T extends Table>(
  db: Db,
  table: T,
  rows: Rows<T>,
  { key, kept = [] }: { key: (keyof Schema[T] & string)[]; kept?: (keyof Schema[T] & string)[] },
): Promise<void> {
  if (rows.length === 0) return
  const same: string[] = [...key, ...kept]
  const changing = columnsOf(rows).filter((column) => !same.includes(column))
  const changes = changing.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)
  const statement = insertion(db, table, rows)
  await sql`${statement} ${ON_CONFLICT} (${refs(key)}) do update set ${sql.join(changes)}`.execute(db)
}

/** Sets all given columns of rows that are there, which are found by `id`. */
export async function updateRows<T extends Table, R extends Partial<Insertable<Schema[T]>>>(
  db: Db,
  table: T,
  rows: readonly R[],
  id: keyof R & string,
): Promise<void> {
  if (rows.length === 0) return
  const given = givenRows(db, table, rows)
  const changing = columnsOf(rows).filter((column) => column !== id)
  const changes = changing.map((column) => sql`${sql.ref(column)} = ${sql.ref(`given.${column}`)}`)
  const isSame = sql`${sql.ref(`${table}.${id}`)} = ${sql.ref(`given.${id}`)}`
  await sql`update ${sql.table(table)} set ${sql.join(changes)} from ${given} as given where ${isSame}`.execute(db)
}

/** SQLite would take `on conflict` for a condition of a join, were there no `where`. */
const ON_CONFLICT = sql`where true on conflict`

function insertion<T extends Table>(db: Db, table: T, rows: Rows<T>) {
  const given = givenRows(db, table, rows)
  return sql`insert into ${sql.table(table)} (${refs(columnsOf(rows))}) select * from ${given} as given`
}

const columnsOf = (rows: readonly object[]): string[] => Object.keys(rows[0] ?? {})

const refs = (columns: string[]) => sql.join(columns.map((column) => sql.ref(column)))
