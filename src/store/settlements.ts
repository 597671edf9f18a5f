import type { DeliveryId, PostRef } from '../chat.ts'
import type { Delivery, DeliveryState } from '../delivery/delivery.ts'
import { type Allowance, closedUntil } from '../delivery/pace.ts'
import { raiseBuckets } from './buckets.ts'
import type { Claim } from './claims.ts'
import { OPEN } from './deliveries.ts'
import type { Db, Store } from './open.ts'

/** How an attempt ended. */
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

/** Records how attempts ended. Returns those whose lease was lost meanwhile: their outcome is the new owner's to find. */
export async function settleDeliveries(
  store: Store,
  settled: Settled[],
  { platform, allowance, now }: { platform: string; allowance: Allowance; now: number },
): Promise<DeliveryId[]> {
  return store.write(async (db) => {
    const lost: DeliveryId[] = []
    const closed = new Map<string, number>()
    for (const { claim, settlement } of settled.toSorted(byPlace)) {
      const { delivery, nextAt } = claim
      const readyAt = Math.max(now + (settlement.delayMs ?? 0), nextAt)
      // The lane first, as a claim does: nobody waits for somebody who waits for them.
      await db.updateTable('lanes').set({ ready_at: readyAt }).where('place', '=', delivery.place).execute()
      if (!(await settle(db, delivery, settlement, now))) lost.push(delivery.id)
      if (settlement.closesPlace) await holdRest(db, delivery.place, settlement.reason, now)
      if (!settlement.closes) continue
      const scope = settlement.closes.scope === 'team' ? delivery.team : platform
      closed.set(scope, closedUntil(now + settlement.closes.forMs, allowance[settlement.closes.scope]))
    }
    await raiseBuckets(db, closed)
    return lost
  })
}

const byPlace = (a: Settled, b: Settled): number => (a.claim.delivery.place < b.claim.delivery.place ? -1 : 1)

async function settle(db: Db, { id, fence }: Delivery, to: Settlement, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      state: to.state,
      reason: to.reason,
      lease_until: null,
      lease_owner: null,
      settled_at: OPEN.includes(to.state) ? null : now,
      not_before: now + (to.delayMs ?? 0),
      ...(to.post && { post: JSON.stringify(to.post) }),
      ...(to.looks !== undefined && { looks: to.looks }),
      ...(to.attempts !== undefined && { attempts: to.attempts }),
    })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function holdRest(db: Db, place: string, reason: string | null, now: number): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'held', reason, settled_at: now })
    .where('place', '=', place)
    .where('state', 'in', ['planned', 'worded'])
    .execute()
}
