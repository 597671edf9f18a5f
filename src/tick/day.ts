import { announceChanges } from '../changes/announce.ts'
import { listChannels } from '../channels/channels.ts'
import { effectiveSettings } from '../channels/settings.ts'
import { inRun } from '../core/log.ts'
import type { PaperSource } from '../core/paper.ts'
import { dueDate } from '../core/schedule.ts'
import type { TraitsOf } from '../core/setup.ts'
import { postingSoon } from '../digest/plan/find-pictures.ts'
import { planDue } from '../digest/plan/plan.ts'
import { type WriteContext, writeMessages } from '../digest/write/write-planned.ts'
import { findFollowed } from '../library/follows/find.ts'
import { notifyFollowers } from '../library/follows/notify.ts'
import { planWeekly } from '../library/weekly.ts'
import { deleteRemovedTeams } from '../ops/lifecycle.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { deleteOld } from '../privacy/delete-old.ts'
import { collectDue } from '../sources/collecting/collect.ts'
import { isolated } from '../state/isolated.ts'
import type { State } from '../state/state.ts'

/** How old the news of sources may be between posts, and just before one. */
const MAX_AGE_MS = 30 * 60_000
const MAX_AGE_BEFORE_POST_MS = 2 * 60_000
/** A model that is loaded first is asked to so long before a post. */
const WARM_BEFORE_POST_MS = 3 * 60_000

export type DayContext = WriteContext & {
  sources: PaperSource[]
  traitsOf: TraitsOf
  outbox: Pick<Outbox, 'wake'>
  state: State
}

/** One tick: collect, plan, write; the outbox delivers. What is due is asked of the database: repeating it is safe. */
export async function tick(context: DayContext, now: number, { first = false } = {}): Promise<void> {
  await inRun(now, () => collectAndPlan(context, now, first))
}

/** A step that fails stops none of those after it. */
async function collectAndPlan(context: DayContext, now: number, first: boolean): Promise<void> {
  const step = <T>(name: string, work: () => Promise<T>) => isolated(context, { kind: 'step', name }, work)
  await step('forget', () => deleteRemovedTeams(context, now))
  await step('collect', async () => {
    // After a start all sources are read, also those that failed before it.
    const maxAge = first ? 0 : (await isAnyPostDue(context, now)) ? MAX_AGE_BEFORE_POST_MS : MAX_AGE_MS
    await collectDue({ ...context, now, maxAge })
  })
  if (context.signal.aborted) return
  if (context.summarize.warm && (await postingSoon(context, now, WARM_BEFORE_POST_MS)).length > 0)
    context.summarize.warm()
  await step('follow', () => findFollowed(context, now))
  await step('plan', () => planDue(context, now))
  await step('weekly', () => planWeekly(context, now))
  await step('changes', () => announceChanges(context, now))
  await step('tell', () => notifyFollowers(context, now))
  await step('word', async () => {
    if ((await writeMessages(context)) > 0) context.outbox.wake()
  })
  await step('retention', () => deleteOld(context, now))
}

async function isAnyPostDue({ store, defaults }: DayContext, now: number): Promise<boolean> {
  const channels = await listChannels(store.db)
  return channels.some(
    ({ state, settings, lastDigestOn }) =>
      state === 'active' &&
      (lastDigestOn === null || dueDate(effectiveSettings(settings, defaults), now, lastDigestOn) !== null),
  )
}
