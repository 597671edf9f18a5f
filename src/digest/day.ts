import type { Logger } from 'pino'
import type { Outbox } from '../delivery/outbox.ts'
import { planWeekly } from '../discussion/weekly.ts'
import { findFollowed } from '../following/find.ts'
import { tellFollowers } from '../following/tell.ts'
import { inRun } from '../log.ts'
import type { PaperSource } from '../paper.ts'
import { isolated } from '../state/isolated.ts'
import type { State } from '../state/state.ts'
import { listChannels } from '../store/channels.ts'
import type { Store } from '../store/open.ts'
import type { Summarize } from '../summarize/summarize.ts'
import { collectDue } from './collect.ts'
import { forgetRemoved } from './lifecycle.ts'
import { planDue } from './plan.ts'
import { deleteOld } from './retention.ts'
import { dueDate } from './schedule.ts'
import { type Defaults, effectiveSettings } from './settings.ts'
import { wordPlanned } from './word.ts'

const MINUTE = 60_000
/** Between posts the sources are looked at this often; just before one, their news must be fresh. */
const RELAXED_AGE_MS = 30 * MINUTE
const FRESH_AGE_MS = 2 * MINUTE

export type DayContext = {
  store: Store
  sources: PaperSource[]
  defaults: Defaults
  summarize: Summarize
  outbox: Pick<Outbox, 'wake'>
  log: Logger
  signal: AbortSignal
  state: State
}

/** One tick of the day: collect, plan, word; the outbox delivers. Everything it asks the database, so a repeated or a late tick changes nothing. */
export async function tick(context: DayContext, now: number, { first = false } = {}): Promise<void> {
  await inRun(now, () => collectAndPlan(context, now, first))
}

/** A step that fails stops none of those after it. */
async function collectAndPlan(context: DayContext, now: number, first: boolean): Promise<void> {
  const step = <T>(name: string, work: () => Promise<T>) => isolated(context, { kind: 'step', name }, work)
  await step('forget', () => forgetRemoved(context, now))
  await step('collect', async () => {
    // Whoever starts the bot wants to see it try, whatever a run before it met.
    const maxAge = first ? 0 : (await isAnyPostDue(context, now)) ? FRESH_AGE_MS : RELAXED_AGE_MS
    await collectDue({ ...context, now, maxAge })
  })
  if (context.signal.aborted) return
  await step('follow', () => findFollowed(context, now))
  await step('plan', () => planDue(context, now))
  await step('weekly', () => planWeekly(context, now))
  await step('tell', () => tellFollowers(context, now))
  await step('word', async () => {
    if ((await wordPlanned(context)) > 0) context.outbox.wake()
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
