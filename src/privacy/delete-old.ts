import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { DAY_MS, localDate } from '../core/schedule.ts'
import type { Store } from '../db/open.ts'
import { deleteExpired, deleteMessageTexts, deleteStuckDeliveries } from './retention.ts'

/** Texts of messages are kept so many days, and messages that were never sent. */
const TEXT_DAYS = 90
/** Rounds a minute: years of messages are deleted within a day, and no query waits for it. */
const ROUNDS = 20

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
