import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import {
  forgetEvents,
  giveUpEvent,
  type Handled,
  type HandleEvent,
  handleNext,
  type InboxEvent,
  postponeEvent,
  receiveEvent,
} from '../store/inbox.ts'
import type { Store } from '../store/open.ts'

/** How long it sleeps when nothing waits; a new event wakes it. */
const IDLE_MS = 1_000
const RETRY_MS = 1_000
const MAX_ATTEMPTS = 6
const KEPT_MS = 7 * 86_400_000
const CLEAN_UP_MS = 3_600_000

export type InboxContext = { store: Store; log: Logger; handle: HandleEvent }

/** Platform events: written down, then acknowledged, then handled once and in order per key, whatever crashes in between. */
export function createInbox({ store, log, handle }: InboxContext) {
  let isStopping = false
  let woken = Promise.withResolvers<void>()
  let cleanAt = 0

  async function run(): Promise<void> {
    while (!isStopping) {
      woken = Promise.withResolvers()
      try {
        await handleWaiting()
        await forgetOld()
      } catch (err) {
        log.warn({ err }, 'waiting for the database to handle events')
      }
      if (!isStopping) await Promise.race([woken.promise, sleep(IDLE_MS, undefined, { ref: false })])
    }
  }

  async function handleWaiting(): Promise<void> {
    while (!isStopping) {
      const handled = await handleNext(store, handle, store.now())
      if (!handled) return
      if (handled.error !== null) await failed(handled)
    }
  }

  async function failed({ event: { event, kind }, attempts, error }: Handled): Promise<void> {
    log.error({ err: error, event, kind, attempts }, 'event not handled')
    const now = store.now()
    if (attempts < MAX_ATTEMPTS) await postponeEvent(store.db, event, now + RETRY_MS * 2 ** attempts)
    else await giveUpEvent(store.db, event, error instanceof Error ? error.message : String(error), now)
  }

  async function forgetOld(): Promise<void> {
    const now = store.now()
    if (now < cleanAt) return
    cleanAt = now + CLEAN_UP_MS
    await forgetEvents(store.db, now - KEPT_MS)
  }

  const running = run()
  return {
    /** Resolves when the event is on record: only then may it be acknowledged. */
    async receive(event: InboxEvent): Promise<void> {
      await receiveEvent(store.db, event, store.now())
      woken.resolve()
    },
    async stop(): Promise<void> {
      isStopping = true
      woken.resolve()
      await running
    },
  }
}
