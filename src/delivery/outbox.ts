import { setTimeout as sleep } from 'node:timers/promises'
import { type Lane, openLanes } from '../store/deliveries.ts'
import { type AttemptContext, attemptNext } from './attempt.ts'

const LANES_AT_ONCE = 500
const IN_FLIGHT = 20
/** How long the outbox sleeps when nothing is due; new work wakes it. */
const IDLE_MS = 1_000

export type Outbox = {
  /** There may be something to send. */
  wake(): void
  /** Resolves when nothing is left to send: everything is sent, held or dead. */
  settled(): Promise<void>
  /** Finishes what is being sent and claims nothing more. */
  stop(): Promise<void>
}

/** Sends what is owed: in order inside a place, side by side across places. */
export function createOutbox(context: AttemptContext): Outbox {
  const stopping = new AbortController()
  let woken = Promise.withResolvers<void>()
  const wake = () => woken.resolve()
  const run = async () => {
    while (!stopping.signal.aborted) {
      woken = Promise.withResolvers()
      const sent = await sendWhatIsReady(context, stopping.signal).catch((err: unknown) => {
        context.log.error({ err }, 'outbox round failed')
        return 0
      })
      if (sent === 0) await Promise.race([woken.promise, sleep(IDLE_MS, undefined, { ref: false })])
    }
  }
  const running = run()
  return {
    wake,
    async settled() {
      while (!stopping.signal.aborted && (await isAnythingOpen(context))) {
        wake()
        await sleep(20)
      }
    },
    async stop() {
      stopping.abort()
      wake()
      await running
    },
  }
}

/** One round over all places that are owed something, in pages. Returns how many attempts were made. */
async function sendWhatIsReady(context: AttemptContext, signal: AbortSignal): Promise<number> {
  let attempts = 0
  let after = ''
  for (;;) {
    const lanes = await openLanes(context.store.db, [...context.adapters.keys()], after, LANES_AT_ONCE)
    const waiting = lanes[Symbol.iterator]()
    const worker = async () => {
      for (const lane of waiting) attempts += await sendLane(context, lane, signal)
    }
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker))
    const last = lanes.at(-1)
    if (!last || lanes.length < LANES_AT_ONCE || signal.aborted) return attempts
    after = last.place
  }
}

async function sendLane(context: AttemptContext, { place }: Lane, signal: AbortSignal): Promise<number> {
  for (let attempts = 0; ; attempts++) {
    if (signal.aborted) return attempts
    const attempted = await attemptNext(context, place)
    if (!attempted) return attempts
    const { delivery, settlement } = attempted
    const facts = { delivery: delivery.id, place, state: settlement.state, reason: settlement.reason }
    if (settlement.state === 'sent') context.log.debug(facts, 'delivered')
    else context.log.warn(facts, 'not delivered')
    if (settlement.state !== 'sent') return attempts + 1
  }
}

async function isAnythingOpen({ store, adapters }: AttemptContext): Promise<boolean> {
  return (await openLanes(store.db, [...adapters.keys()], '', 1)).length > 0
}
