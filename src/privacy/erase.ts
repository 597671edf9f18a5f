import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { attempt } from '../core/attempt.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'

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
  const parse = () => JSON.stringify(JSON.parse(words, (key, value) => withoutName(key, value, erased)))
  const parsed = /^[[{]/.test(words) ? attempt(parse) : null
  return parsed ?? words.replaceAll(erased.names, erased.replacement)
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

/** `leaves`: what is left of a row when its person is forgotten; `nothing` deletes it. */
type PersonalColumn = { table: keyof Schema; column: string; leaves: 'nothing' | 'null' | 'nobody' }

/** Every column that may hold a person. A new one belongs here. */
export const personalColumns: PersonalColumn[] = [
  { table: 'votes', column: 'person', leaves: 'nothing' },
  { table: 'saved', column: 'person', leaves: 'nothing' },
  { table: 'offers', column: 'person', leaves: 'nothing' },
  { table: 'declined', column: 'person', leaves: 'nothing' },
  { table: 'former_members', column: 'person', leaves: 'nothing' },
  { table: 'setting_changes', column: 'person', leaves: 'nothing' },
  { table: 'feed_keys', column: 'person', leaves: 'nothing' },
  { table: 'invited_readers', column: 'reader', leaves: 'nothing' },
  { table: 'follows', column: 'place', leaves: 'nothing' },
  { table: 'followed_papers', column: 'place', leaves: 'nothing' },
  { table: 'channel_queues', column: 'place', leaves: 'nothing' },
  { table: 'deliveries', column: 'place', leaves: 'nothing' },
  { table: 'notes', column: 'author', leaves: 'null' },
  { table: 'notes', column: 'keeper', leaves: 'null' },
  { table: 'discussions', column: 'presenter', leaves: 'null' },
  { table: 'agenda_items', column: 'presenter', leaves: 'null' },
  { table: 'channels', column: 'subscribed_by', leaves: 'null' },
  { table: 'invited_readers', column: 'invited_by', leaves: 'null' },
  { table: 'spoken', column: 'person', leaves: 'nobody' },
  { table: 'summary_reports', column: 'person', leaves: 'nobody' },
]

/** Every column with text or JSON that may name somebody, and the column that identifies its rows. */
export const textColumns: { table: keyof Schema; column: string; key: string }[] = [
  { table: 'deliveries', column: 'subject', key: 'id' },
  { table: 'deliveries', column: 'message', key: 'id' },
  { table: 'deliveries', column: 'reason', key: 'id' },
  { table: 'kept_texts', column: 'text', key: 'key' },
  { table: 'notes', column: 'text', key: 'id' },
  { table: 'discussions', column: 'verdict', key: 'verdict' },
  { table: 'summary_reports', column: 'reason', key: 'id' },
  { table: 'channels', column: 'reason', key: 'id' },
  { table: 'channels', column: 'settings', key: 'id' },
  { table: 'teams', column: 'settings', key: 'team' },
  { table: 'setting_changes', column: 'before', key: 'id' },
  { table: 'setting_changes', column: 'after', key: 'id' },
  { table: 'alerts', column: 'cause', key: 'delivery_id' },
  { table: 'meta', column: 'value', key: 'key' },
]
