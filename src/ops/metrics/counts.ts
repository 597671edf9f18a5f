import { sql } from 'kysely'
import type { Platform } from '../../core/chat.ts'
import type { IsoDay, SourceName } from '../../core/paper.ts'
import type { Db } from '../../db/db.ts'
import type { DeliveryState } from '../../db/schema/outbox.ts'
import { openStates, stuckStates } from '../../outbox/states.ts'

/** How many papers each source has listed since a day. All of them would take half a second at 100,000. */
export async function countPapers(db: Db, since: IsoDay): Promise<Map<SourceName, number>> {
  const rows = await db
    .selectFrom('sightings')
    .select(({ fn }) => ['source', fn.count<number>('paper_id').distinct().as('papers')])
    .where('day', '>=', since)
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, papers }) => [source, Number(papers)]))
}

export type DeliveryCount = { platform: Platform; state: DeliveryState; age: Age; count: number }

type Age = '1m' | '15m' | '1h' | 'older'

/** Unsent deliveries by platform, state and age. Sent ones are years of rows and are not counted. */
export async function countDeliveries(db: Db, now: number): Promise<DeliveryCount[]> {
  const [minute, quarter, hour] = [60_000, 900_000, 3_600_000].map((age) => sql.lit(now - age))
  const age = sql<Age>`case
    when planned_at > ${minute} then '1m'
    when planned_at > ${quarter} then '15m'
    when planned_at > ${hour} then '1h'
    else 'older' end`
  const counts = db
    .selectFrom('deliveries')
    .select(({ fn }) => ['platform', 'state', age.as('age'), fn.countAll<number>().as('count')])
    .groupBy(['platform', 'state', 'age'])
  const open = await counts.where('state', 'in', openStates).execute()
  const stuck = await counts.where('state', 'in', stuckStates).execute()
  return [...open, ...stuck].map((row) => ({ ...row, platform: row.platform as Platform, count: Number(row.count) }))
}
