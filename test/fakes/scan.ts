import { sql } from 'kysely'
import type { Store } from '../../src/db/open.ts'

/** Every column of the whole database that holds these words, once for each row: the tables that an index is made of, too. */
export async function columnsThatHold(store: Store, words: RegExp): Promise<string[]> {
  const found: string[] = []
  for (const { table, column } of await columnsOf(store)) {
    const ref = sql.ref(column)
    // As text: SQLite's own tables hold numbers that no number of JavaScript can be.
    const text =
      store.dialect === 'sqlite' ? sql`iif(typeof(${ref}) = 'blob', ${ref}, ${ref} || '')` : sql`${ref}::text`
    const query = sql<{ value: Uint8Array | string | null }>`select ${text} as value from ${sql.table(table)}`
    for (const { value } of (await query.execute(store.db)).rows)
      if (words.test(typeof value === 'string' ? value : Buffer.from(value ?? '').toString('latin1')))
        found.push(`${table}.${column}`)
  }
  return found.toSorted()
}

async function columnsOf({ db, dialect }: Store): Promise<{ table: string; column: string }[]> {
  const listed =
    dialect === 'sqlite'
      ? sql`select t.name as "table", c.name as "column" from sqlite_schema t, pragma_table_info(t.name) c where t.type = 'table'`
      : sql`select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'public'`
  return (await listed.execute(db)).rows as { table: string; column: string }[]
}
