import { notice } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { givenRows } from '../db/rows.ts'
import type { Subject } from '../outbox/delivery.ts'
import { stuckStates } from '../outbox/states.ts'

/** About 5 ms of writing at a time. */
const ROWS_AT_ONCE = 50

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
    if (rows.length === 0) return 0
    const bare = rows.map(({ id, subject }) => ({ id, subject: withoutText(subject) }))
    await db
      .with('bare', () => givenRows(db, 'deliveries', bare))
      .updateTable('deliveries')
      .from('bare')
      .set((row) => ({ message: null, seed: null, seed_at: null, subject: row.ref('bare.subject') }))
      .whereRef('deliveries.id', '=', 'bare.id')
      .execute()
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

/** Which links got a reply is only asked for their day. */
export async function deleteLinkReplies(db: Db, before: IsoDay): Promise<void> {
  await db.deleteFrom('link_replies').where('date', '<', before).execute()
}

/** The subject of a message that was written when it was planned holds its text and files as well. */
function withoutText(json: string): string {
  const subject: Subject = JSON.parse(json)
  if (subject.kind !== 'said') return json
  const { paper } = subject
  return JSON.stringify({ kind: 'said', message: notice(''), ...(paper && { paper }) } satisfies Subject)
}
