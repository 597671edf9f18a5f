import { type RawBuilder, sql } from 'kysely'
import type { DeliveryId } from '../../core/chat.ts'
import type { Db, Dialect } from '../../db/db.ts'

/** A place that is owed something. `ready_at` is never too late: what changes a queue’s head wakes it. */
export type ChannelQueue = { place: string; team: string; bucketFullAt: number }

/** These deliveries may have become the heads of their queues. */
export async function wakeChannelQueues(db: Db, ids: DeliveryId[]): Promise<void> {
  // Two processes that wake the same queues take them in one order.
  await sql`
    insert into channel_queues (place, platform, team, ready_at, full_at)
    select place, min(platform), min(team), 0, 0 from deliveries
    where id in (${sql.join(ids)}) group by place order by place
    on conflict (place) do update set ready_at = 0`.execute(db)
}

export type ChannelQueueRequest = {
  platform: string
  /** The team that was served last. */
  after: string
  limit: number
  /** Teams whose bucket is full only after this moment have to wait. */
  teamBucketsFullBy: number
  now: number
}

/** Queues to look at, for this process alone: each team in turn, so that a big one cannot starve a small one. */
export async function takeChannelQueues(db: Db, dialect: Dialect, request: ChannelQueueRequest) {
  const { platform, limit, now } = request
  const teams = await nextTeams(db, request)
  if (teams.length === 0) return []
  const { rows } = await sql<ChannelQueue & { turn: number }>`
    select queue.place, queue.team, queue.full_at as "bucketFullAt", turns.turn
    from channel_queues queue
    join (
      select place, row_number() over (partition by team order by ready_at, place) as turn from channel_queues
      where platform = ${platform} and team in (${sql.join(teams)}) and ready_at <= ${now}
    ) turns on turns.place = queue.place
    where turns.turn <= ${Math.ceil(limit / teams.length)}
    ${dialect === 'postgres' ? sql`for update of queue skip locked` : sql``}`.execute(db)
  const order = new Map(teams.map((team, index) => [team, index]))
  return rows.toSorted((a, b) => a.turn - b.turn || (order.get(a.team) ?? 0) - (order.get(b.team) ?? 0))
}

/** The teams after the one served last, and from the first one again. */
async function nextTeams(db: Db, { platform, after, limit, teamBucketsFullBy, now }: ChannelQueueRequest) {
  const waiting = async (which: RawBuilder<unknown>, most: number) => {
    const { rows } = await sql<{ team: string }>`
      select distinct queue.team from channel_queues queue left join buckets on buckets.scope = queue.team
      where queue.platform = ${platform} and queue.ready_at <= ${now} and queue.team ${which}
        and (buckets.full_at is null or buckets.full_at <= ${teamBucketsFullBy})
      order by queue.team limit ${most}`.execute(db)
    return rows.map(({ team }) => team)
  }
  const later = await waiting(sql`> ${after}`, limit)
  const rest = limit - later.length
  return rest > 0 ? [...later, ...(await waiting(sql`<= ${after}`, rest))] : later
}

/** When the next queue of a platform is to be looked at; null when nothing is owed. */
export async function nextReadyAt(db: Db, platform: string): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    select min(ready_at) as at from channel_queues where platform = ${platform}`.execute(db)
  return rows[0]?.at ?? null
}
