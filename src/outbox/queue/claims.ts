import type { Allowance } from '../../core/allowance.ts'
import type { DeliveryId } from '../../core/chat.ts'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { givenRows } from '../../db/rows.ts'
import type { DeliveryState } from '../../db/schema.ts'
import { type DeliveryRow, fromRow, openStates } from '../deliveries.ts'
import type { Delivery } from '../delivery.ts'
import { closedUntil, nextSlot } from '../pace.ts'
import { loadBuckets, lockBucket, raiseBuckets } from './buckets.ts'
import { type ChannelQueue, takeChannelQueues } from './channel-queues.ts'

export type Claim = {
  delivery: Delivery
  /** `look`: it may have been sent already. */
  step: 'send' | 'look'
  /** Not before this moment, which was set aside for it. */
  at: number
  /** When the place may have its next one. */
  nextAt: number
  leaseUntil: number
}

export type ClaimRequest = {
  platform: string
  allowance: Allowance
  /** The team served last; `''` at first. */
  after: string
  limit: number
  /** So many milliseconds ahead moments are set aside. */
  lookAheadMs: number
  owner: string
  leaseMs: number
  now: number
}

export type Claimed = {
  claims: Claim[]
  /** The team served last. */
  after: string
  /** How many queues were looked at; with none there is nothing to do now. */
  queues: number
  /** The platform’s allowance is used up until then. */
  resumeAt: number | null
}

/**
 * Takes the oldest delivery of some queues, as many as the allowance lets pass, and commits that before anything is sent: the heading goes
 * before its papers, a thread after its parent. A lease that ran out belongs to a dead process: what it was sending is looked for.
 */
export async function claimReady(store: Store, request: ClaimRequest): Promise<Claimed> {
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

type Head = DeliveryRow & { parent_state: DeliveryState | null }

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

type AllocatedSlots = {
  claims: Claim[]
  after: string
  resumeAt: number | null
  /** When to look at a queue again. */
  rests: { place: string; readyAt: number | null; bucketFullAt: number }[]
  finished: string[]
  orphans: DeliveryId[]
  raised: Map<string, number>
}

/** Gives each queue in turn a slot, or a time to rest. */
function allocateSlots(
  queues: ChannelQueue[],
  heads: Map<string, Head>,
  buckets: Map<string, number>,
  { platform, allowance, after, lookAheadMs, leaseMs, now }: ClaimRequest,
): AllocatedSlots {
  const allocated: AllocatedSlots = {
    claims: [],
    after,
    resumeAt: null,
    rests: [],
    finished: [],
    orphans: [],
    raised: new Map(),
  }
  const horizon = now + lookAheadMs
  for (const { place, team, bucketFullAt } of queues) {
    const head = heads.get(place)
    const turn = turnOf(head, now)
    if (turn === 'orphan' && head) allocated.orphans.push(head.id)
    if (turn === 'unwritten') allocated.rests.push({ place, bucketFullAt, readyAt: null })
    if (typeof turn === 'number') allocated.rests.push({ place, bucketFullAt, readyAt: turn })
    // What a queue's bucket knows is forgotten when it is full again.
    if (!head && bucketFullAt <= now) allocated.finished.push(place)
    if (!head && bucketFullAt > now) allocated.rests.push({ place, bucketFullAt, readyAt: bucketFullAt })
    if (!head || (turn !== 'send' && turn !== 'look')) continue
    const ofPlatform = nextSlot(buckets.get(platform) ?? 0, allowance.platform, now)
    const ofTeam = nextSlot(buckets.get(team) ?? 0, allowance.team, now)
    const ofPlace = nextSlot(bucketFullAt, allowance.place, now)
    if (ofPlatform.at > horizon) return { ...allocated, resumeAt: ofPlatform.at - lookAheadMs / 2 }
    if (ofPlace.at > horizon) allocated.rests.push({ place, bucketFullAt, readyAt: ofPlace.at })
    if (ofPlace.at > horizon || ofTeam.at > horizon) continue
    for (const [scope, slot] of [[platform, ofPlatform] as const, [team, ofTeam] as const]) {
      buckets.set(scope, slot.bucketFullAt)
      allocated.raised.set(scope, slot.bucketFullAt)
    }
    allocated.after = team
    // If this process dies, the queue is looked at again when the lease has run out.
    allocated.rests.push({ place, bucketFullAt: ofPlace.bucketFullAt, readyAt: now + leaseMs + 1 })
    allocated.claims.push({
      delivery: leased(head, turn, now),
      step: turn,
      at: Math.max(ofPlatform.at, ofTeam.at, ofPlace.at),
      nextAt: nextSlot(ofPlace.bucketFullAt, allowance.place, now).at,
      leaseUntil: now + leaseMs,
    })
  }
  return allocated
}

/** What a queue's head asks for; a number is the moment to ask again. An orphan's parent will not come: it must not stand in the way of tomorrow. */
function turnOf(head: Head | undefined, now: number): Claim['step'] | 'orphan' | 'unwritten' | 'nothing' | number {
  if (!head) return 'nothing'
  if (head.lease_until !== null && head.lease_until >= now) return head.lease_until + 1
  if (head.state === 'sending') return 'look'
  if (head.parent_state === 'held' || head.parent_state === 'dead') return 'orphan'
  if (head.not_before > now) return head.not_before
  if (head.state === 'uncertain') return 'look'
  return head.state === 'planned' ? 'unwritten' : 'send'
}

const leased = (head: Head, step: Claim['step'], now: number): Delivery => ({
  ...fromRow(head),
  state: step === 'send' ? 'sending' : 'uncertain',
  fence: head.fence + 1,
  attempts: step === 'send' ? head.attempts + 1 : head.attempts,
  firstAttemptAt: head.first_attempt_at ?? now,
})

async function saveChannelQueues(db: Db, { rests, finished }: AllocatedSlots): Promise<void> {
  const looked = rests.map(({ place, readyAt, bucketFullAt }) => ({ place, ready_at: readyAt, full_at: bucketFullAt }))
  if (looked.length > 0)
    await db
      .with('looked', () => givenRows(db, 'channel_queues', looked))
      .updateTable('channel_queues')
      .from('looked')
      .set((row) => ({ ready_at: row.ref('looked.ready_at'), full_at: row.ref('looked.full_at') }))
      .whereRef('channel_queues.place', '=', 'looked.place')
      .execute()
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
