import { sql } from 'kysely'
import type { IsoDay, SourceName } from '../../core/paper.ts'
import { addDays, localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { modelUsage } from '../../models/usage.ts'
import { openDeliveries } from '../../outbox/backlog.ts'
import { openStates, stuckStates } from '../../outbox/states.ts'
import { countVectors } from '../../search/vectors/stored-vectors.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { loadState } from '../../state/saved-state.ts'
import { findHealthIssues, type WatchContext } from '../watch/health-issues.ts'
import type { Metrics } from './metrics.ts'

/** What the database says. Every process shows the same: take the largest, not the sum. */
export function addGauges({ gauge }: Metrics, context: WatchContext): void {
  const { db, now } = context.store
  gauge('paperboy_papers', 'Papers a source has listed in the last seven days.', ['source'], async () =>
    [...(await countPapers(db, addDays(localDate('UTC', now()), -6)))].map(([source, value]) => ({ source, value })),
  )
  gauge('paperboy_source_failing', '1 while a source cannot be read.', ['source'], async () =>
    [...(await sourceHealth(db)).values()].map(({ name: source, failingSince }) => ({
      source,
      value: failingSince === null ? 0 : 1,
    })),
  )
  gauge(
    'paperboy_deliveries',
    'Messages that are not sent, by state and by how long ago they were planned.',
    ['platform', 'state', 'age'],
    async () =>
      (await countDeliveries(db, now())).map(({ count: value, platform, state, age }) => ({
        platform,
        // Dashboards know `ready` by the name that it had first.
        state: state === 'ready' ? 'worded' : state,
        age,
        value,
      })),
  )
  gauge('paperboy_queue_age_seconds', 'How long the oldest message waits.', [], async () => {
    const { oldest } = await openDeliveries(db, now())
    return [{ value: oldest === null ? 0 : (now() - oldest) / 1000 }]
  })
  gauge('paperboy_model_tokens', 'Tokens that models were used for today (UTC).', ['model', 'kind'], async () =>
    (await modelUsage(db, localDate('UTC', now()))).flatMap(({ model, promptTokens, completionTokens }) => [
      { model, kind: 'prompt', value: promptTokens },
      { model, kind: 'completion', value: completionTokens },
    ]),
  )
  gauge('paperboy_vectors', 'Papers that can be found by their meaning.', [], async () => [
    { value: await countVectors(db) },
  ])
  gauge('paperboy_step_seconds', 'How long each step of the last round took.', ['step'], async () =>
    (await loadState(context.store, context.state)).flatMap(({ kind, name, step, tookMs }) =>
      kind === 'step' && step === undefined && tookMs !== null ? [{ step: name, value: tookMs / 1000 }] : [],
    ),
  )
  gauge('paperboy_tick_age_seconds', 'How long ago the last round ended.', [], async () =>
    (await loadState(context.store, context.state)).flatMap(({ kind, at }) =>
      kind === 'tick' ? [{ value: (now() - at) / 1000 }] : [],
    ),
  )
  gauge('paperboy_troubles', 'Problems now; /readyz describes them.', ['about', 'state'], async () => {
    const kinds = Map.groupBy(await findHealthIssues(context, now()), ({ about, state }) => `${about} ${state}`)
    return [...kinds.values()].flatMap(([first, ...more]) =>
      first ? [{ about: first.about, state: first.state, value: 1 + more.length }] : [],
    )
  })
}

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

/** Unsent deliveries by platform, state and age. Sent ones are years of rows and are not counted. */
export async function countDeliveries(db: Db, now: number) {
  const [minute, quarter, hour] = [60_000, 900_000, 3_600_000].map((age) => sql.lit(now - age))
  const age = sql<'1m' | '15m' | '1h' | 'older'>`case
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
  return [...open, ...stuck].map((row) => ({ ...row, count: Number(row.count) }))
}
