import { HOUR_MS } from '../access/rate-limits.ts'
import { notice } from '../core/message.ts'
import { addDays, DAY_MS, localDate } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { updateRows } from '../db/rows.ts'
import type { Subject } from '../outbox/delivery.ts'
import { KEPT_MS } from '../outbox/kept-texts.ts'
import { stuckStates } from '../outbox/states.ts'

/** About 5 ms of writing at a time. */
const ROWS_AT_ONCE = 50
const LINK_REPLY_DAYS = 7
/** A paper that was not asked for again for so long is not watched any more. */
const RECHECK_MS = 180 * DAY_MS

/**
 * Deletes the texts of messages that were sent before that moment (milliseconds); that they were sent, where and about
 * which paper stays. Returns how many: when it is `limit`, there may be more.
 */
export async function deleteMessageTexts(store: Store, before: number, limit = ROWS_AT_ONCE): Promise<number> {
  return store.write(async (db) => {
    const rows = await db
      .selectFrom('deliveries')
      .select(['id', 'subject'])
      .where('message', 'is not', null)
      .where('settled_at', 'is not', null)
      .where('settled_at', '<', before)
      .where('state', '=', 'sent')
      .orderBy('settled_at')
      .limit(limit)
      .execute()
    const none = { message: null, seed: null, seed_at: null }
    const bare = rows.map(({ id, subject }) => ({ id, subject: withoutText(subject), ...none }))
    await updateRows(db, 'deliveries', bare, 'id')
    return rows.length
  })
}

/** Deletes messages that were not sent, and not revived since then. Returns how many. */
export async function deleteStuckDeliveries(store: Store, before: number, limit = ROWS_AT_ONCE): Promise<number> {
  return store.write(async (db) => {
    const stuck = db
      .selectFrom('deliveries')
      .select('id')
      .where('state', 'in', stuckStates)
      .where('settled_at', '<', before)
      .limit(limit)
    const { numDeletedRows } = await db.deleteFrom('deliveries').where('id', 'in', stuck).executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}

/** Deletes what nobody asks for any more; `now` in milliseconds. */
export async function deleteExpired(db: Db, now: number): Promise<void> {
  // Which links got a reply is only asked for their day.
  await db
    .deleteFrom('link_replies')
    .where('date', '<', addDays(localDate('UTC', now), -LINK_REPLY_DAYS))
    .execute()
  await db
    .deleteFrom('spoken')
    .where('at', '<', now - HOUR_MS)
    .execute()
  await db
    .deleteFrom('kept_texts')
    .where('at', '<', now - KEPT_MS)
    .execute()
  await db
    .deleteFrom('paper_rechecks')
    .where('tried_at', '<', now - RECHECK_MS)
    .execute()
  await db.deleteFrom('link_codes').where('expires_at', '<=', now).execute()
  await db.deleteFrom('install_states').where('expires_at', '<', now).execute()
}

/** The subject of a message that was written when it was planned holds its text and files as well. */
function withoutText(json: string): string {
  const subject: Subject = JSON.parse(json)
  if (subject.kind !== 'said') return json
  const { paper } = subject
  return JSON.stringify({ kind: 'said', message: notice(''), ...(paper && { paper }) } satisfies Subject)
}
