import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../db/db.ts'
import { personalColumns, textColumns } from './personal-columns.ts'

/** A person, or a team with all that it owns, who is taken out of the database. */
export type ErasureTarget = {
  /** A text that every name of theirs contains. */
  within: string
  /** Their names, in text; a global pattern. */
  names: RegExp
  /** Replaces a name. */
  replacement: string
  /** Whether a column holds exactly them. */
  matches(column: string): RawBuilder<SqlBool>
}

/** Identifiers may contain wildcards of `like`: mail addresses do. */
export const contains = (column: RawBuilder<unknown>, text: string): RawBuilder<SqlBool> =>
  sql`${column} like ${`%${text.replaceAll(/[!%_]/g, '!$&')}%`} escape '!'`

/** Takes somebody out of every row: it goes, or stays without them. */
export async function erase(db: Db, erased: ErasureTarget): Promise<void> {
  await eraseFromKeys(db, erased)
  await eraseFromTexts(db, erased)
  for (const { table, column, leaves } of personalColumns) {
    const theirs = erased.matches(column)
    const instead = leaves === 'null' ? null : erased.replacement
    if (leaves === 'nothing') await sql`delete from ${sql.table(table)} where ${theirs}`.execute(db)
    else await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${instead} where ${theirs}`.execute(db)
  }
}

/** A delivery keeps its identifier, which follows from its first key. */
async function eraseFromKeys(db: Db, { within, names }: ErasureTarget): Promise<void> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'key'])
    .where(contains(sql.ref('key'), within))
    .execute()
  for (const { id, key } of rows)
    if (key.search(names) !== -1)
      await db
        .updateTable('deliveries')
        .set({ key: `forgotten:${id}` })
        .where('id', '=', id)
        .execute()
}

async function eraseFromTexts(db: Db, erased: ErasureTarget): Promise<void> {
  for (const { table, column, key } of textColumns) {
    const [words, id] = [sql.ref<string>(column), sql.ref<string>(key)]
    const select = sql<{ id: string; words: string }>`
      select ${id} as id, ${words} as words from ${sql.table(table)} where ${contains(words, erased.within)}`
    for (const row of (await select.execute(db)).rows) {
      const left = withoutNames(row.words, erased)
      if (left !== row.words)
        await sql`update ${sql.table(table)} set ${words} = ${left} where ${id} = ${row.id}`.execute(db)
    }
  }
}

function withoutNames(words: string, erased: ErasureTarget): string {
  if (!/^[[{]/.test(words)) return words.replaceAll(erased.names, erased.replacement)
  try {
    return JSON.stringify(JSON.parse(words, (key, value) => withoutName(key, value, erased)))
  } catch {
    return words.replaceAll(erased.names, erased.replacement)
  }
}

/** A list keeps its other members; JSON.parse revives the innermost values first. */
function withoutName(key: string, value: unknown, { names, replacement }: ErasureTarget): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== replacement)
  if (key === 'mention' && typeof value === 'object' && value !== null && 'person' in value)
    return value.person === replacement ? null : value
  if (typeof value !== 'string') return value
  const left = value.replaceAll(names, replacement)
  return key === 'by' && left === replacement ? undefined : left
}
