import { sql } from 'kysely'
import { type DeliveryId, idOf, type PostRef } from '../../core/chat.ts'
import type { Allowance } from '../../core/network/allowance.ts'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { placeColumns } from '../../db/places.ts'
import { givenRows, upsertRows } from '../../db/rows.ts'
import type { DeliveryState } from '../../db/schema/outbox.ts'
import { closedUntil } from '../pace.ts'
import { holdDeliveries, OPEN } from '../states.ts'
import type { Claim } from './allocate-slots.ts'
import { raiseBuckets } from './buckets.ts'

export type Settlement = {
  state: DeliveryState
  post?: PostRef
  reason: string | null
  /** Not again before so many milliseconds. */
  delayMs?: number
  looks?: number
  /** A wait that was the platform's wish is no attempt. */
  attempts?: number
  /** A platform or a team that asked to be left alone for so many milliseconds. */
  closes?: { scope: 'platform' | 'team'; forMs: number }
  /** The place takes nothing any more, whatever else is owed to it. */
  closesPlace?: boolean
}

export type Settled = { claim: Claim; settlement: Settlement }

/** Records how attempts ended. Returns those whose lease was lost: their outcome is the new owner's to find. */
export async function settleDeliveries(
  store: Store,
  settled: Settled[],
  { platform, allowance, now }: { platform: string; allowance: Allowance; now: number },
): Promise<DeliveryId[]> {
  if (settled.length === 0) return []
  return store.write(async (db) => {
    // The queues first, in one order, as a claim does: nobody waits for somebody who waits for them.
    await restLanes(db, platform, settled, now)
    const recorded = await recordOutcomes(db, settled, now)
    const closed = new Map<string, number>()
    for (const { claim, settlement } of settled) {
      const { team, to } = claim.delivery
      if (settlement.closesPlace)
        await holdDeliveries(db, settlement.reason, now)
          .where((row) => row.and(placeColumns(to)))
          .where('state', 'in', ['planned', 'ready'])
          .execute()
      if (!settlement.closes) continue
      const scope = settlement.closes.scope === 'team' ? team : platform
      closed.set(scope, closedUntil(now + settlement.closes.forMs, allowance[settlement.closes.scope]))
    }
    await raiseBuckets(db, closed)
    return settled.flatMap(({ claim: { delivery } }) => (recorded.has(delivery.id) ? [] : [delivery.id]))
  })
}

async function restLanes(db: Db, platform: string, settled: Settled[], now: number): Promise<void> {
  // While the database was away, another process may have tried a place again: the last word counts.
  const queues = new Map(
    settled.map(({ claim: { delivery, nextAt }, settlement: { delayMs = 0 } }) => {
      const { to, team } = delivery
      const place = idOf(to)
      return [place, { place, platform, team, ready_at: Math.max(now + delayMs, nextAt), full_at: 0 }]
    }),
  )
  const inOrder = [...queues.values()].toSorted((a, b) => (a.place < b.place ? -1 : 1))
  await upsertRows(db, 'channel_queues', inOrder, { key: ['place'], kept: ['platform', 'team', 'full_at'] })
}

/** Returns the deliveries whose lease still held. */
async function recordOutcomes(db: Db, settled: Settled[], now: number): Promise<Set<DeliveryId>> {
  const outcomes = settled.map(({ claim: { delivery }, settlement: to }) => ({
    id: delivery.id,
    fence: delivery.fence,
    state: to.state,
    reason: to.reason,
    settled_at: OPEN.includes(to.state) ? null : now,
    not_before: now + (to.delayMs ?? 0),
    post: to.post ? JSON.stringify(to.post) : null,
    looks: to.looks ?? delivery.looks,
    attempts: to.attempts ?? delivery.attempts,
  }))
  const { rows } = await sql<{ id: DeliveryId }>`
    update deliveries set
      state = given.state, reason = given.reason, post = coalesce(given.post, deliveries.post),
      lease_until = null, lease_owner = null, settled_at = given.settled_at, not_before = given.not_before,
      looks = given.looks, attempts = given.attempts,
      -- However it was found out that it is there.
      seed_at = case when given.state = 'sent' and deliveries.seed is not null then cast(${now} as bigint)
        else deliveries.seed_at end
    from ${givenRows(db, 'deliveries', outcomes)} as given
    where deliveries.id = given.id and deliveries.fence = given.fence
    returning deliveries.id`.execute(db)
  return new Set(rows.map(({ id }) => id))
}
