import { type RawBuilder, sql } from 'kysely'
import type { ChannelId, DeliveryId } from '../core/chat.ts'
import { chunksOf } from '../core/yield-to-event-loop.ts'
import type { Db } from '../db/db.ts'
import { wakeChannelQueues } from './queue/channel-queues.ts'
import { OPEN, openStates, stuckStates } from './states.ts'

const ROWS_AT_ONCE = 500

/** Whether these platforms are still owed something that is neither sent nor given up. */
export async function isAnythingOpen(db: Db, platforms: string[]): Promise<boolean> {
  if (platforms.length === 0) return false
  const open = db.selectFrom('deliveries').select('id').where('state', 'in', OPEN).where('platform', 'in', platforms)
  return (await open.limit(1).executeTakeFirst()) !== undefined
}

/** Deliveries planned before `before` that are neither sent nor given up: how many, the oldest, and where they go. */
export async function openDeliveries(db: Db, before: number) {
  const { rows } = await sql<{ place: string; count: number; oldest: number }>`
    select place, count(*) as count, min(planned_at) as oldest from deliveries
    where state in ${openStates} and planned_at < ${before} group by place`.execute(db)
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  const oldest = rows.length === 0 ? null : Math.min(...rows.map((row) => row.oldest))
  return { count, oldest, places: rows.map(({ place }) => place) }
}

export const stuckDeliveries = (db: Db) =>
  db
    .selectFrom('deliveries')
    .select(['id', 'key', 'place', 'state', 'reason'])
    .where('state', 'in', stuckStates)
    .orderBy('planned_at')
    .execute()

/** Held and dead deliveries go back in line: these, or all. Returns how many. */
export const reviveDeliveries = (db: Db, ids: DeliveryId[]): Promise<number> =>
  revive(db, ids.length > 0 ? sql`id in (${sql.join(ids)})` : sql`true`)

/** The same for what these channels are owed, if it was planned after that moment. */
export async function reviveDeliveriesTo(db: Db, channels: ChannelId[], plannedAfter: number): Promise<number> {
  if (channels.length === 0) return 0
  return revive(db, sql`place in (${sql.join(channels)}) and place_kind = 'channel' and planned_at > ${plannedAfter}`)
}

async function revive(db: Db, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: DeliveryId }>`
    update deliveries set
      -- Held means the platform may have it: it is looked for first, unless it has no message or was never tried.
      state = case when message is null then 'planned'
        when state = 'held' and first_attempt_at is not null then 'uncertain' else 'ready' end,
      attempts = 0, looks = 0, not_before = 0, settled_at = null
    where state in ${stuckStates} and ${which} returning id`.execute(db)
  const ids = rows.map(({ id }) => id)
  for (const some of chunksOf(ids, ROWS_AT_ONCE)) await wakeChannelQueues(db, some)
  return rows.length
}
