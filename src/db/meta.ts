import type { Db } from './db.ts'
import { upsertRows } from './rows.ts'

/** Something small to remember by name. */
export async function getMeta(db: Db, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

export async function setMeta(db: Db, key: string, value: string): Promise<void> {
  await upsertRows(db, 'meta', [{ key, value }], { key: ['key'] })
}
