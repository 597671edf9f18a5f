import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { HOUR_MS } from '../access/rate-limits.ts'
import { notice } from '../core/message.ts'
import { addDays, DAY_MS, localDate } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { updateRows } from '../db/rows.ts'
import type { Subject } from '../outbox/delivery.ts'
import { KEPT_MS } from '../outbox/kept-texts.ts'
import { stuckStates } from '../outbox/states.ts'

/** Texts of messages are kept so many days, and messages that were never sent. */
const TEXT_DAYS = 90
/** Rounds a minute: years of messages are deleted within a day, and no query waits for it. */
const ROUNDS = 20
/** About 5 ms of writing at a time. */
const ROWS_AT_ONCE = 50
const LINK_REPLY_DAYS = 7
/** A paper that was not asked for again for so long is not watched any more. */
const RECHECK_MS = 180 * DAY_MS

/** Deletes what was kept long enough; posts and votes stay. */
export async function deleteOld({ store, log }: { store: Store; log: Logger }, now: number): Promise<void> {
  await deleteExpired(store.db, now)
  const before = now - TEXT_DAYS * DAY_MS
  let deleted = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = (await deleteMessageTexts(store, before)) + (await deleteStuckDeliveries(store, before))
    if (found === 0) break
    deleted += found
    await nextTurn()
  }
  if (deleted > 0) log.info({ deleted, before: localDate('UTC', before) }, 'words of old messages were deleted')
}

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
  const oldestReply = addDays(localDate('UTC', now), -LINK_REPLY_DAYS)
  await db.deleteFrom('link_replies').where('date', '<', oldestReply).execute()
  const [lastHour, keptSince, watchedSince] = [now - HOUR_MS, now - KEPT_MS, now - RECHECK_MS]
  await db.deleteFrom('spoken').where('at', '<', lastHour).execute()
  await db.deleteFrom('kept_texts').where('at', '<', keptSince).execute()
  await db.deleteFrom('paper_rechecks').where('tried_at', '<', watchedSince).execute()
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
