import { type RecheckContext, recheckPapers } from '../changes/recheck.ts'
import { describeError } from '../core/error-words.ts'
import type { Lead } from '../core/setup.ts'
import { processOwner } from '../db/process-owner.ts'
import { createPictureFinder } from '../digest/plan/find-pictures.ts'
import { writeMessages } from '../digest/write/write-planned.ts'
import type { MeetingContext } from '../meetings/agenda/view.ts'
import { planMeetings } from '../meetings/plan-meetings.ts'
import { checkDiskSpace } from '../ops/watch/disk.ts'
import { createWatch, type MonitorContext } from '../ops/watch/watch.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Vectors } from '../search/vectors/vectors.ts'
import { type HistoryContext, readHistory } from '../sources/collecting/history.ts'
import type { FindPicture } from '../sources/pictures.ts'
import { isolated } from '../state/isolated.ts'
import { saveState } from '../state/saved-state.ts'
import { type TallyContext, updateTallies } from '../voting/update-tallies.ts'
import { type DayContext, tick } from './day.ts'

/** How often a process that does not collect asks whether the one that does is gone. */
const TAKEOVER_CHECK_MS = 5_000
const RECHECK_EVERY_MS = 3_600_000
/** What only the process that collects can know. */
const LEADER_KINDS = ['lead', 'tick', 'step', 'channel', 'team', 'follow', 'source'] as const

export type CollectorContext = Omit<DayContext, 'outbox'> &
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
      if (meetings !== null && meetings > 0) await step('word', writeMeetingMessages)
      // No post waits for a picture.
      beside('pictures', () => findPictures(app.store.now()))
      recheckHourly(app.store.now())
      await tick({ ...app, outbox }, app.store.now(), { first })
      await step('tallies', () => updateTallies(app, app.store.now()))
      history ??= readHistory(app, app.store.now)
      return null
    } catch (err) {
      if (!app.signal.aborted) app.log.error({ err }, 'tick failed; the next one tries again')
      return describeError(err)
    }
  }

  /** Papers that become due within an hour are asked about together. */
  function recheckHourly(now: number): void {
    if (now - recheckedAt < RECHECK_EVERY_MS) return
    recheckedAt = now
    beside('rechecks', () => recheckPapers(app, now))
  }

  async function writeMeetingMessages(): Promise<void> {
    if ((await writeMessages(app)) > 0) outbox.wake()
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
