import { announceChanges } from '../changes/announce.ts'
import { type RecheckContext, recheckPapers } from '../changes/recheck.ts'
import { listChannels } from '../channels/channels.ts'
import { describeError } from '../core/error-words.ts'
import { inRun } from '../core/log.ts'
import type { PaperSource } from '../core/paper.ts'
import type { Lead, TraitsOf } from '../core/setup.ts'
import { processOwner } from '../db/process-owner.ts'
import { createPictureFinder, postingSoon } from '../digest/plan/find-pictures.ts'
import { dateDue, planDue } from '../digest/plan/plan.ts'
import { type WriteContext, writeMessages } from '../digest/write/write-planned.ts'
import { findFollowed, notifyFollowers } from '../library/follows/notify.ts'
import { planWeekly } from '../library/weekly.ts'
import type { MeetingContext } from '../meetings/agenda/view.ts'
import { planMeetings } from '../meetings/plan-meetings.ts'
import { deleteRemovedTeams } from '../ops/lifecycle.ts'
import { checkDiskSpace } from '../ops/watch/disk.ts'
import { createWatch, type MonitorContext } from '../ops/watch/watch.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { deleteOld } from '../privacy/retention.ts'
import type { Vectors } from '../search/vectors/vectors.ts'
import { collectDue } from '../sources/collecting/collect.ts'
import { type HistoryContext, readHistory } from '../sources/collecting/history.ts'
import type { FindPicture } from '../sources/pictures.ts'
import { isolated } from '../state/isolated.ts'
import { saveState } from '../state/saved-state.ts'
import type { State } from '../state/state.ts'
import { type TallyContext, updateTallies } from '../voting/update-tallies.ts'

/** How often a process that does not collect asks whether the one that does is gone. */
const TAKEOVER_CHECK_MS = 5_000
const RECHECK_EVERY_MS = 3_600_000
/** What only the process that collects can know. */
const LEADER_KINDS = ['lead', 'tick', 'step', 'channel', 'team', 'follow', 'source'] as const
/** How old the news of sources may be between posts, and just before one. */
const MAX_AGE_MS = 30 * 60_000
const MAX_AGE_BEFORE_POST_MS = 2 * 60_000
/** A model that is loaded first is asked to so long before a post. */
const WARM_BEFORE_POST_MS = 3 * 60_000

type CollectorContext = Omit<DayContext, 'outbox'> &
  MeetingContext &
  HistoryContext &
  RecheckContext &
  TallyContext &
  MonitorContext & { findPicture: FindPicture; vectors: Vectors | null }

/**
 * Reads the sources and plans the digests, in one process at a time; when it is gone, another takes over within 30 s.
 */
export function createCollector(app: CollectorContext, outbox: Outbox) {
  const { state } = app
  const watch = createWatch(app)
  const findPictures = createPictureFinder(app)
  let lead: Lead | null = null
  let running: Promise<void> | null = null
  let history: Promise<void> | null = null
  let recheckedAt = 0
  const besides = new Map<string, Promise<void>>()

  const step = <T>(name: string, work: () => Promise<T>) => isolated(app, { kind: 'step', name }, work)

  async function run(first: boolean): Promise<void> {
    const beganAt = performance.now()
    const problem = await tryRun(first)
    // Also in a process that does not lead: its watchdog waits for steps to end.
    state.enter(null)
    if (!lead?.isHeld() || app.signal.aborted) return
    state.record({ kind: 'tick', name: 'tick' }, problem, Math.round(performance.now() - beganAt))
    // Also when the tick failed.
    const look = () => checkDiskSpace(app).then(() => watch(app.store.now()))
    await step('watch', look).catch((err: unknown) => app.log.warn({ err }, 'not watched'))
    await saveState(app.store, state).catch((err: unknown) => app.log.warn({ err }, 'the state is not kept'))
  }

  /** Returns what stopped the tick, if anything did; the next one asks the database anew. */
  async function tryRun(first: boolean): Promise<string | null> {
    try {
      if (!lead?.isHeld()) await follow(await app.store.tryLead('collect'))
      if (!lead) return null
      const meetings = await step('meetings', () => planMeetings(app, app.store.now()))
      if (meetings !== null && meetings > 0) await step('word', () => writeMessages(app, outbox))
      // No post waits for a picture.
      beside('pictures', () => findPictures(app.store.now()))
      // Papers that become due within an hour are asked about together.
      if (app.store.now() - recheckedAt >= RECHECK_EVERY_MS) {
        recheckedAt = app.store.now()
        beside('rechecks', () => recheckPapers(app, recheckedAt))
      }
      await tick({ ...app, outbox }, app.store.now(), { first })
      await step('tallies', () => updateTallies(app, app.store.now()))
      history ??= readHistory(app, app.store.now)
      return null
    } catch (err) {
      if (!app.signal.aborted) app.log.error({ err }, 'tick failed; the next one tries again')
      return describeError(err)
    }
  }

  /** A process that leads no more forgets what it found as the leader. */
  async function follow(next: Lead | null): Promise<void> {
    lead = next
    if (lead) return state.record({ kind: 'lead', name: processOwner }, null)
    for (const kind of LEADER_KINDS) state.forget(kind)
  }

  /** Between two ticks only: posts need the model and the database first. */
  function embed(): void {
    const isFree = () => running === null && lead?.isHeld() === true
    if (!app.vectors || !isFree()) return
    const { vectors } = app
    beside('vectors', () => vectors.embedPapers(isFree))
  }

  /** Work that no tick waits for, one of each kind at a time. */
  function beside(what: string, work: () => Promise<unknown>): void {
    if (besides.has(what)) return
    const done = work()
      .then(() => {})
      .catch((err: unknown) => {
        if (!app.signal.aborted) app.log.error({ err, what }, 'not done; the next minute tries again')
      })
      .finally(() => besides.delete(what))
    besides.set(what, done)
  }

  function tickOnce(first: boolean): Promise<void> {
    running ??= run(first).finally(() => {
      running = null
      embed()
    })
    return running
  }

  const takeOver = setInterval(() => {
    if (!lead?.isHeld()) void tickOnce(false)
  }, TAKEOVER_CHECK_MS).unref()
  return {
    tick: tickOnce,
    /** Ends after `app.signal` has aborted. */
    async stop(): Promise<void> {
      clearInterval(takeOver)
      await running
      await history
      await Promise.all(besides.values())
      await lead?.release()
    },
  }
}

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
  await step('word', () => writeMessages(context, context.outbox))
  await step('retention', () => deleteOld(context, now))
}

async function isAnyPostDue({ store, defaults }: DayContext, now: number): Promise<boolean> {
  const channels = await listChannels(store.db)
  return channels.some((channel) => channel.state === 'active' && dateDue(channel, defaults, now) !== null)
}
