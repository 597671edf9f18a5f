import type { KeptTexts } from '../core/chat.ts'
import { DAY_MS } from '../core/schedule.ts'
import type { Store } from '../db/open.ts'
import { upsertRows } from '../db/rows.ts'

/** Nobody presses a button that is older, or fills in such a form. */
export const KEPT_MS = 7 * DAY_MS

/** What buttons and forms on the platforms stand for, in the database: every process knows it, also after a restart. */
export const createKeptTexts = ({ db, now }: Pick<Store, 'db' | 'now'>): KeptTexts => ({
  async keep(key, text) {
    await upsertRows(db, 'kept_texts', [{ key, text, at: now() }], { key: ['key'] })
  },
  async find(key) {
    const row = await db.selectFrom('kept_texts').select(['text', 'at']).where('key', '=', key).executeTakeFirst()
    return row && row.at >= now() - KEPT_MS ? row.text : null
  },
})
