import { sql } from 'kysely'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { updateRows } from '../../db/rows.ts'
import { closedUntil, nextSlot } from '../pace.ts'
import { holdDeliveries, openStates } from '../states.ts'
import { allocateSlots, type Claim, type ClaimRequest, type Head } from './allocate-slots.ts'
import { loadBuckets, lockBucket, raiseBuckets } from './buckets.ts'
import { type ChannelQueue, takeChannelQueues } from './channel-queues.ts'

const ORPHANED = 'the message it belongs under was not sent'

/**
 * Takes the oldest delivery of some queues, as many as the allowance lets pass, and commits that before anything is
 * sent. What a dead process was sending is looked for. `resumeAt`: until when the platform's allowance is used up.
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
    const { rests, finished, orphans, raised, ...allocated } = allocateSlots(
      queues,
      heads,
      buckets.set(platform, platformFullAt),
      request,
    )
    await updateRows(db, 'channel_queues', rests, 'place')
    if (finished.length > 0) await db.deleteFrom('channel_queues').where('place', 'in', finished).execute()
    if (orphans.length > 0) await holdDeliveries(db, ORPHANED, now).where('id', 'in', orphans).execute()
    await saveClaims(db, allocated.claims, request)
    await raiseBuckets(db, raised)
    return { ...allocated, queues: queues.length }
  })
}

async function loadHeads(db: Db, queues: ChannelQueue[]): Promise<Map<string, Head>> {
  const places = queues.map(({ place }) => place)
  const { rows } = await sql<Head>`
    select d.*, parent.post as thread, parent.state as parent_state
    from deliveries d left join deliveries parent on parent.id = d.parent_id
    where d.place in (${sql.join(places)}) and d.state in ${openStates}
      and d.seq = (select min(o.seq) from deliveries o where o.place = d.place and o.state in ${openStates})`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.place, row]))
}

async function saveClaims(db: Db, claims: Claim[], { owner, leaseMs, now }: ClaimRequest): Promise<void> {
  for (const taken of ['send', 'look'] as const) {
    const ids = claims.flatMap(({ delivery, step }) => (step === taken ? [delivery.id] : []))
    if (ids.length === 0) continue
    const [state, tries] = taken === 'send' ? ['sending', 1] : ['uncertain', 0]
    await sql`
      update deliveries set state = ${state}, attempts = attempts + ${tries}, fence = fence + 1,
        lease_until = ${now + leaseMs}, lease_owner = ${owner}, first_attempt_at = coalesce(first_attempt_at, ${now})
      where id in (${sql.join(ids)})`.execute(db)
  }
}

/** Ends the leases of processes that are gone, so that what they were sending is looked for at once. */
export async function endLeases({ db, write }: Store, isGone: (owner: string) => boolean, now: number): Promise<void> {
  const leased = db.selectFrom('deliveries').select('lease_owner').distinct().where('lease_owner', 'is not', null)
  const rows = await leased.execute()
  const owners = rows.flatMap(({ lease_owner }) => (lease_owner !== null && isGone(lease_owner) ? [lease_owner] : []))
  if (owners.length === 0) return
  await write(async (db) => {
    const places = db.selectFrom('deliveries').select('place').where('lease_owner', 'in', owners)
    await db.updateTable('channel_queues').set({ ready_at: 0 }).where('place', 'in', places).execute()
    const ended = { lease_until: now - 1 }
    await db.updateTable('deliveries').set(ended).where('lease_owner', 'in', owners).execute()
  })
}
