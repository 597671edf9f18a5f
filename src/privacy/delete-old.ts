import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { deleteOldUses } from '../access/rate-limits.ts'
import { addDays, localDate } from '../core/schedule.ts'
import type { Store } from '../db/open.ts'
import { deleteLinkReplies, deleteMessageTexts, deleteStuckDeliveries } from './retention.ts'

const DAY_MS = 86_400_000
/** Of every message, its words; of those that never went out, everything. Days. */
const TEXT_DAYS = 90
const LINK_REPLY_DAYS = 7
/** So many rounds a minute: years of messages are through within a day, and nobody waits for them. */
const ROUNDS = 20

/** Deletes what was kept long enough. That a paper was posted, and who voted for it, is no part of that. */
export async function deleteOld({ store, log }: { store: Store; log: Logger }, now: number): Promise<void> {
  await deleteLinkReplies(store.db, addDays(localDate('UTC', now), -LINK_REPLY_DAYS))
  await deleteOldUses(store.db, now)
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
