import type { DeliveryId } from '../../core/chat.ts'
import type { Db, Dialect } from '../../db/db.ts'

/** A place that is owed something. `ready_at` is never too late: what changes a queue’s head wakes it. */
export type ChannelQueue = { place: string; team: string; bucketFullAt: number }

/** These deliveries may have become the heads of their queues. */
export async function wakeChannelQueues(db: Db, ids: DeliveryId[]): Promise<void> {
  await db
    .insertInto('channel_queues')
    .columns(['place', 'platform', 'team', 'ready_at', 'full_at'])
    .expression((from) =>
      from
        .selectFrom('deliveries')
        .select((row) => [
          'place',
          row.fn.min('platform').as('platform'),
          row.fn.min('team').as('team'),
          row.lit(0).as('ready_at'),
          row.lit(0).as('full_at'),
        ])
        .where('id', 'in', ids)
        .groupBy('place')
        // Two processes that wake the same queues take them in one order.
        .orderBy('place'),
    )
    .onConflict((conflict) => conflict.column('place').doUpdateSet({ ready_at: 0 }))
    .execute()
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
  const inTurns = db
    .selectFrom('channel_queues')
    .select(({ fn }) => [
      'place',
      fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy('team').orderBy('ready_at').orderBy('place'))
        .as('turn'),
    ])
    .where('platform', '=', platform)
    .where('team', 'in', teams)
    .where('ready_at', '<=', now)
  const ready = db
    .selectFrom('channel_queues')
    .innerJoin(inTurns.as('t'), 't.place', 'channel_queues.place')
    .select(['channel_queues.place', 'channel_queues.team', 'channel_queues.full_at as bucketFullAt', 't.turn'])
    .where('t.turn', '<=', Math.ceil(limit / teams.length))
  const queues = await (dialect === 'postgres' ? ready.forUpdate('channel_queues').skipLocked() : ready).execute()
  const order = new Map(teams.map((team, index) => [team, index]))
  return queues.toSorted((a, b) => a.turn - b.turn || (order.get(a.team) ?? 0) - (order.get(b.team) ?? 0))
}

/** The teams after the one served last, and from the first one again. */
async function nextTeams(db: Db, { platform, after, limit, teamBucketsFullBy, now }: ChannelQueueRequest) {
  const waiting = db
    .selectFrom('channel_queues')
    .leftJoin('buckets', 'buckets.scope', 'channel_queues.team')
    .select('channel_queues.team')
    .distinct()
    .where('channel_queues.platform', '=', platform)
    .where('channel_queues.ready_at', '<=', now)
    .where((row) => row.or([row('buckets.full_at', 'is', null), row('buckets.full_at', '<=', teamBucketsFullBy)]))
    .orderBy('channel_queues.team')
  const later = await waiting.where('channel_queues.team', '>', after).limit(limit).execute()
  const rest = limit - later.length
  const earlier = rest > 0 ? await waiting.where('channel_queues.team', '<=', after).limit(rest).execute() : []
  return [...later, ...earlier].map(({ team }) => team)
}

/** When the next queue of a platform is to be looked at; null when nothing is owed. */
export async function nextReadyAt(db: Db, platform: string): Promise<number | null> {
  const { at } = await db
    .selectFrom('channel_queues')
    .select((row) => row.fn.min('ready_at').as('at'))
    .where('platform', '=', platform)
    .executeTakeFirstOrThrow()
  return at
}
