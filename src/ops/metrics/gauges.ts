import { addDays, localDate } from '../../core/schedule.ts'
import { modelUsage } from '../../models/usage.ts'
import { openDeliveries } from '../../outbox/backlog.ts'
import { countVectors } from '../../search/vectors/stored-vectors.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { loadState } from '../../state/saved-state.ts'
import { findHealthIssues, type WatchContext } from '../watch/health-issues.ts'
import { countDeliveries, countPapers } from './counts.ts'
import type { Metrics } from './metrics.ts'

/** What the database says. Every process shows the same: take the largest, not the sum. */
export function addGauges({ gauge }: Metrics, context: WatchContext): void {
  const { db, now } = context.store
  gauge('paperboy_papers', 'Papers a source has listed in the last seven days.', ['source'], async () =>
    [...(await countPapers(db, addDays(localDate('UTC', now()), -6)))].map(([source, value]) => ({
      labels: { source },
      value,
    })),
  )
  gauge('paperboy_source_failing', '1 while a source cannot be read.', ['source'], async () =>
    [...(await sourceHealth(db)).values()].map(({ name, failingSince }) => ({
      labels: { source: name },
      value: failingSince === null ? 0 : 1,
    })),
  )
  gauge(
    'paperboy_deliveries',
    'Messages that are not sent, by state and by how long ago they were planned.',
    ['platform', 'state', 'age'],
    async () =>
      (await countDeliveries(db, now())).map(({ count, ...labels }) => ({
        // Dashboards know `ready` by the name that it had first.
        labels: { ...labels, state: labels.state === 'ready' ? 'worded' : labels.state },
        value: count,
      })),
  )
  gauge('paperboy_queue_age_seconds', 'How long the oldest message waits.', [], async () => {
    const { oldest } = await openDeliveries(db, now())
    return [{ labels: {}, value: oldest === null ? 0 : (now() - oldest) / 1000 }]
  })
  gauge('paperboy_model_tokens', 'Tokens that models were used for today (UTC).', ['model', 'kind'], async () =>
    (await modelUsage(db, localDate('UTC', now()))).flatMap(({ model, promptTokens, completionTokens }) => [
      { labels: { model, kind: 'prompt' }, value: promptTokens },
      { labels: { model, kind: 'completion' }, value: completionTokens },
    ]),
  )
  gauge('paperboy_vectors', 'Papers that can be found by their meaning.', [], async () => [
    { labels: {}, value: await countVectors(db) },
  ])
  gauge('paperboy_step_seconds', 'How long each step of the last round took.', ['step'], async () =>
    (await loadState(context.store, context.state)).flatMap(({ kind, name, step, tookMs }) =>
      kind === 'step' && step === undefined && tookMs !== null
        ? [{ labels: { step: name }, value: tookMs / 1000 }]
        : [],
    ),
  )
  gauge('paperboy_tick_age_seconds', 'How long ago the last round ended.', [], async () =>
    (await loadState(context.store, context.state)).flatMap(({ kind, at }) =>
      kind === 'tick' ? [{ labels: {}, value: (now() - at) / 1000 }] : [],
    ),
  )
  gauge('paperboy_troubles', 'Problems now; /readyz describes them.', ['about', 'state'], async () => {
    const kinds = Map.groupBy(await findHealthIssues(context, now()), ({ about, state }) => `${about} ${state}`)
    return [...kinds.values()].flatMap(([first, ...more]) =>
      first ? [{ labels: { about: first.about, state: first.state }, value: 1 + more.length }] : [],
    )
  })
}
