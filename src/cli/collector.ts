import type { Outbox } from '../delivery/outbox.ts'
import { tick } from '../digest/day.ts'
import { readHistory } from '../digest/history.ts'
import { wordPlanned } from '../digest/word.ts'
import { planMeetings } from '../discussion/agenda.ts'
import { showTallies } from '../discussion/tallies.ts'
import type { Lead } from '../store/lead.ts'
import { createWatch } from '../watch/watch.ts'
import type { App } from './app.ts'

/** How often a process that does not collect asks whether the one that does is gone. */
const TAKE_OVER_MS = 5_000

/**
 * Reads the sources and plans the digests, in one process at a time; when that one is gone, another takes over within 30 s.
 */
export function createCollector(app: App, outbox: Outbox) {
  const watch = createWatch(app)
  let lead: Lead | null = null
  let running: Promise<void> | null = null
  let history: Promise<void> | null = null
  let embedding: Promise<void> | null = null

  /** Whatever goes wrong in one tick, the next one asks the database anew. */
  async function run(first: boolean): Promise<void> {
    try {
      if (!lead?.isHeld()) lead = await app.store.tryLead('collect')
      if (lead && (await planMeetings(app, app.store.now())) > 0 && (await wordPlanned(app)) > 0) outbox.wake()
      if (lead) await tick({ ...app, outbox }, app.store.now(), { first })
      if (lead) await showTallies(app, app.store.now())
      if (lead) history ??= readHistory(app, app.store.now)
    } catch (err) {
      if (!app.signal.aborted) app.log.error({ err }, 'tick failed; the next one tries again')
    }
    // Also when the tick failed, and then above all.
    if (lead?.isHeld()) await watch(app.store.now()).catch((err: unknown) => app.log.warn({ err }, 'not watched'))
  }

  /** Between two ticks, and never during one: what people wait for has the model and the database to itself. */
  function embed(): void {
    const isFree = () => running === null && lead?.isHeld() === true
    if (!app.vectors || !isFree()) return
    embedding ??= app.vectors
      .embedPapers(isFree)
      .catch((err: unknown) => {
        if (!app.signal.aborted) app.log.error({ err }, 'no vectors for papers; the next minute tries again')
      })
      .finally(() => {
        embedding = null
      })
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
  }, TAKE_OVER_MS).unref()
  return {
    tick: tickOnce,
    /** Ends after `app.signal` has aborted. */
    async stop(): Promise<void> {
      clearInterval(takeOver)
      await running
      await history
      await embedding
      await lead?.release()
    },
  }
}
