import { sql } from 'kysely'
import type { DeliveryId, PostRef } from '../../core/chat.ts'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { updateRows } from '../../db/rows.ts'
import type { DeliveryRow } from '../delivery.ts'
import { closedUntil, nextSlot } from '../pace.ts'
import type { ClaimRequest } from './allocate-slots.ts'
import { loadBuckets, lockBucket, raiseBuckets } from './buckets.ts'

/** First reactions owed to a post. Adding one twice changes nothing, so a claim is no more than a time to come back. */
export type Seed = Awaited<ReturnType<typeof loadDue>>[number]

/** What became of a try. `delayMs`: to be tried again then; null: done, or given up for this reason. */
export type Seeded = {
  delayMs: number | null
  tries: number
  reason: string | null
  closes?: { scope: 'platform' | 'team'; forMs: number }
}

/** Whoever dies with a seed in hand leaves it for so long as a lease lasts. */
export type SeedRequest = Omit<ClaimRequest, 'after' | 'owner'>

const bucketOf = (team: string): string => `${team}/seeds`

/** When a post on these platforms is to be seeded next; null when all are. */
export async function nextSeedAt(db: Db, platforms: string[]): Promise<number | null> {
  if (platforms.length === 0) return null
  const { rows } = await sql<{ at: number | null }>`
    select min(seed_at) as at from deliveries
    where platform in (${sql.join(platforms)}) and seed_at is not null`.execute(db)
  return rows[0]?.at ?? null
}

/** Takes what is due, as much as the allowance lets pass now; the rest of a busy team gets its own moment. */
export async function claimSeeds(store: Store, request: SeedRequest): Promise<Seed[]> {
  const { platform, allowance, lookAheadMs, leaseMs, now } = request
  return store.write(async (db) => {
    const platformFullAt = await lockBucket(db, store.dialect, platform)
    const due = await loadDue(db, request)
    const buckets = await loadBuckets(db, [...new Set(due.map(({ team }) => bucketOf(team)))])
    buckets.set(platform, platformFullAt)
    const claimed: Seed[] = []
    const raised = new Map<string, number>()
    const moved: { id: DeliveryId; seed_at: number }[] = []
    for (const seed of due) {
      const bucket = bucketOf(seed.team)
      const ofPlatform = nextSlot(buckets.get(platform) ?? 0, allowance.platform, now)
      if (ofPlatform.at > now + lookAheadMs) break
      const ofTeam = nextSlot(buckets.get(bucket) ?? 0, allowance.seed, now)
      buckets.set(bucket, ofTeam.bucketFullAt)
      if (ofTeam.at > now + lookAheadMs) {
        moved.push({ id: seed.delivery, seed_at: Math.ceil(ofTeam.at) })
        continue
      }
      buckets.set(platform, ofPlatform.bucketFullAt)
      raised.set(platform, ofPlatform.bucketFullAt).set(bucket, ofTeam.bucketFullAt)
      moved.push({ id: seed.delivery, seed_at: now + leaseMs })
      claimed.push({ ...seed, at: Math.max(ofPlatform.at, ofTeam.at) })
    }
    await raiseBuckets(db, raised)
    await updateRows(db, 'deliveries', moved, 'id')
    return claimed
  })
}

/** Records what became of seeds that were claimed. */
export async function settleSeeds(
  store: Store,
  settled: { seed: Seed; seeded: Seeded }[],
  { platform, allowance, now }: Pick<SeedRequest, 'platform' | 'allowance' | 'now'>,
): Promise<void> {
  if (settled.length === 0) return
  const closed = new Map<string, number>()
  for (const { seed, seeded } of settled)
    if (seeded.closes?.scope === 'team')
      closed.set(bucketOf(seed.team), closedUntil(now + seeded.closes.forMs, allowance.seed))
    else if (seeded.closes) closed.set(platform, closedUntil(now + seeded.closes.forMs, allowance.platform))
  const rows = settled.map(({ seed, seeded: { delayMs, tries } }) => ({
    id: seed.delivery,
    seed_at: delayMs === null ? null : now + delayMs,
    seed_tries: tries,
  }))
  const reasons = settled.flatMap(({ seed, seeded: { reason } }) => (reason ? [{ id: seed.delivery, reason }] : []))
  await store.write(async (db) => {
    // Buckets first, as a claim does: nobody waits for somebody who waits for them.
    await raiseBuckets(db, closed)
    await updateRows(db, 'deliveries', rows, 'id')
    await updateRows(db, 'deliveries', reasons, 'id')
  })
}

type Seeding = { post: string; seed: string }

async function loadDue(db: Db, { platform, limit, now }: SeedRequest) {
  const { rows } = await sql<Pick<DeliveryRow, 'id' | 'team' | 'planned_at' | 'seed_tries'> & Seeding>`
    select id, team, post, seed, planned_at, seed_tries from deliveries
    where platform = ${platform} and seed_at is not null and seed_at <= ${now}
      and post is not null and seed is not null
    order by seed_at limit ${limit}`.execute(db)
  return rows.map(({ id, team, post, seed, planned_at, seed_tries }) => ({
    delivery: id,
    team,
    post: JSON.parse(post) as PostRef,
    emoji: JSON.parse(seed) as string[],
    plannedAt: planned_at,
    tries: seed_tries,
    /** Not before this moment; a claim sets a later one aside for it. */
    at: now,
  }))
}
