import type { DeliveryId } from '../../core/chat.ts'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { updateRows } from '../../db/rows.ts'
import { closedUntil, nextSlot } from '../pace.ts'
import { openStates } from '../states.ts'
import { type AllocatedSlots, allocateSlots, type Claim, type ClaimRequest, type Head } from './allocate-slots.ts'
import { loadBuckets, lockBucket, raiseBuckets } from './buckets.ts'
import { type ChannelQueue, takeChannelQueues } from './channel-queues.ts'

/**
 * Takes the oldest delivery of some queues, as many as the allowance lets pass, and commits that before anything is
 * sent: the heading goes before its papers, a thread after its parent. A lease that ran out belongs to a dead process:
 * what it was sending is looked for. `queues`: how many were looked at; `after`: the team served last; `resumeAt`:
 * until when the platform's allowance is used up; null: it is not.
 */
export async function claimReady(store: Store, request: ClaimRequest) {
  const { platform, allowance, after, now, lookAheadMs } = request
  return store.write(async (db) => {
    // One process at a time: what the others took is in the buckets before this one reckons with them.
    const platformFullAt = await lockBucket(db, store.dialect, platform)
    const opensAt = nextSlot(platformFullAt, allowance.platform, now).at - lookAheadMs
    if (opensAt > now) return { claims: [], after, queues: 0, resumeAt: opensAt + lookAheadMs / 2 }
    const teamBucketsFullBy = closedUntil(now + lookAheadMs, allowance.team)
    const queues = await takeChannelQueues(db, store.dialect, { ...request, teamBucketsFullBy })
    if (queues.length === 0) return { claims: [], after: '', queues: 0, resumeAt: null }
    const heads = await loadHeads(db, queues)
    const buckets = await loadBuckets(db, [...new Set(queues.map(({ team }) => team))])
    const allocated = allocateSlots(queues, heads, buckets.set(platform, platformFullAt), request)
    await saveChannelQueues(db, allocated)
    await holdOrphans(db, allocated.orphans, now)
    await saveClaims(db, allocated.claims, request)
    await raiseBuckets(db, allocated.raised)
    return { claims: allocated.claims, after: allocated.after, queues: queues.length, resumeAt: allocated.resumeAt }
  })
}

/** The oldest open delivery of each queue. */
async function loadHeads(db: Db, queues: ChannelQueue[]): Promise<Map<string, Head>> {
  const places = queues.map(({ place }) => place)
  const rows = await db
    .selectFrom('deliveries as d')
    .leftJoin('deliveries as parent', 'parent.id', 'd.parent_id')
    .selectAll('d')
    .select(['parent.post as thread', 'parent.state as parent_state'])
    .where('d.place', 'in', places)
    .where('d.state', 'in', openStates)
    .where('d.seq', '=', (row) =>
      row
        .selectFrom('deliveries as o')
        .select(({ fn }) => fn.min('o.seq').as('seq'))
        .whereRef('o.place', '=', 'd.place')
        .where('o.state', 'in', openStates),
    )
    .execute()
  return new Map(rows.map((row) => [row.place, row]))
}

async function saveChannelQueues(db: Db, { rests, finished }: AllocatedSlots): Promise<void> {
  const looked = rests.map(({ place, readyAt, bucketFullAt }) => ({ place, ready_at: readyAt, full_at: bucketFullAt }))
  await updateRows(db, 'channel_queues', looked, 'place')
  if (finished.length > 0) await db.deleteFrom('channel_queues').where('place', 'in', finished).execute()
}

async function holdOrphans(db: Db, ids: DeliveryId[], now: number): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('deliveries')
    .set({ state: 'held', reason: 'the message it belongs under was not sent', settled_at: now })
    .where('id', 'in', ids)
    .execute()
}

async function saveClaims(db: Db, claims: Claim[], { owner, leaseMs, now }: ClaimRequest): Promise<void> {
  for (const taken of ['send', 'look'] as const) {
    const ids = claims.flatMap(({ delivery, step }) => (step === taken ? [delivery.id] : []))
    if (ids.length === 0) continue
    await db
      .updateTable('deliveries')
      .set((row) => ({
        state: taken === 'send' ? 'sending' : 'uncertain',
        attempts: taken === 'send' ? row('attempts', '+', 1) : row.ref('attempts'),
        fence: row('fence', '+', 1),
        lease_until: now + leaseMs,
        lease_owner: owner,
        first_attempt_at: row.fn.coalesce('first_attempt_at', row.val(now)),
      }))
      .where('id', 'in', ids)
      .execute()
  }
}
