import { sql } from 'kysely'
import { findChannel } from '../channels/channels.ts'
import { type ChannelId, teamOf } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Schema } from '../db/schema.ts'
import { deliveryId } from '../outbox/delivery.ts'
import { contains, textColumns } from '../privacy/erase.ts'

type Column = { table: keyof Schema; column: string }

const ofChannel = (...tables: (keyof Schema)[]): Column[] => tables.map((table) => ({ table, column: 'channel_id' }))

/** What holds a channel's id alone. A person is no channel, though on mail their ids are the same. */
const idColumns: (Column & { hasKind?: true })[] = [
  ...ofChannel('channel_sources', 'digests', 'outcomes', 'postings', 'setting_changes', 'notes', 'link_replies'),
  ...ofChannel('follows', 'feed_keys', 'agendas', 'link_codes', 'summary_reports', 'spoken', 'invited_readers'),
  ...ofChannel('followed_papers'),
  { table: 'channel_queues', column: 'place' },
  { table: 'follows', column: 'place', hasKind: true },
  { table: 'followed_papers', column: 'place', hasKind: true },
  { table: 'deliveries', column: 'place', hasKind: true },
]

/** What holds it among other words: the posts in it, and records that name it. */
const wordColumns: Column[] = [
  ...(['deliveries', 'votes', 'notes'] as const).map((table) => ({ table, column: 'post' })),
  ...textColumns.map(({ table, column }) => ({ table, column })),
]

const deliveryColumns: Column[] = [
  { table: 'deliveries', column: 'parent_id' },
  { table: 'postings', column: 'delivery_id' },
  { table: 'alerts', column: 'delivery_id' },
  { table: 'tallies_shown', column: 'delivery_id' },
]

/** The platform gave a channel another id: its settings, its posts, its votes and its meeting get the new one. */
export async function moveChannel(db: Db, from: ChannelId, to: ChannelId): Promise<void> {
  const known = await db.selectFrom('channels').selectAll().where('id', '=', from).executeTakeFirst()
  if (!known || (await findChannel(db, to))) return
  await db
    .insertInto('channels')
    .values({ ...known, id: to, team: teamOf(to) })
    .execute()
  for (const { table, column, hasKind } of idColumns) {
    const isFrom = sql`${sql.ref(column)} = ${from} ${sql.raw(hasKind ? `and place_kind = 'channel'` : '')}`
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${to} where ${isFrom}`.execute(db)
  }
  await db.deleteFrom('channels').where('id', '=', from).execute()
  const moved = moverOf(from, to)
  for (const { table, column } of wordColumns) await moveWords(db, { table, column }, from, moved)
  await moveKeys(db, from, moved)
}

/** One id may begin another, so the end is checked. */
function moverOf(from: ChannelId, to: ChannelId): (words: string) => string {
  const names = new RegExp(`${RegExp.escape(from)}(?![\\p{L}\\p{N}])`, 'gu')
  return (words) => words.replaceAll(names, () => to)
}

async function moveWords(db: Db, { table, column }: Column, from: ChannelId, moved: (words: string) => string) {
  const words = sql.ref<string>(column)
  const rows = await sql<{ words: string }>`
    select distinct ${words} as words from ${sql.table(table)} where ${contains(words, from)}`.execute(db)
  for (const row of rows.rows)
    await sql`update ${sql.table(table)} set ${words} = ${moved(row.words)} where ${words} = ${row.words}`.execute(db)
}

/** An id follows from its key. A delivery attempted and not sent yet keeps both: it is looked for by its id. */
async function moveKeys(db: Db, from: ChannelId, moved: (words: string) => string): Promise<void> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'key'])
    .where(contains(sql.ref('key'), from))
    .where((is) => is.or([is('state', '=', 'sent'), is('first_attempt_at', 'is', null)]))
    .execute()
  for (const { id, key } of rows) {
    const movedKey = moved(key)
    if (movedKey === key) continue
    const movedId = deliveryId(movedKey)
    await db.updateTable('deliveries').set({ id: movedId, key: movedKey }).where('id', '=', id).execute()
    for (const { table, column } of deliveryColumns) {
      const named = sql.ref(column)
      await sql`update ${sql.table(table)} set ${named} = ${movedId} where ${named} = ${id}`.execute(db)
    }
  }
}
