import type { Logger } from 'pino'
import type { ChannelId, ChatAdapter, FindOutcome, Outgoing, SendOutcome } from '../chat.ts'
import { platformOf } from '../chat.ts'
import { type Claim, claimNext, type Settlement, settleDelivery } from '../store/deliveries.ts'
import type { Store } from '../store/open.ts'
import type { Delivery } from './delivery.ts'

/** An adapter's own deadlines are shorter; this one covers an adapter that forgot. */
const ATTEMPT_MS = 30_000
/** Outlives an attempt, so that no second process takes a delivery while the first may still be sending it. */
const LEASE_MS = 2 * ATTEMPT_MS
const MAX_ATTEMPTS = 8
/** Slack does not promise that a post is in the history at once: “absent” is believed the second time. */
const LOOKS = 2
const LOOK_INTERVAL_MS = 30_000
const FIRST_LOOK_MS = 3_000

export type AttemptContext = {
  store: Store
  log: Logger
  adapters: Map<string, ChatAdapter>
  owner: string
  now: () => number
}

export type Attempted = { delivery: Delivery; settlement: Settlement }

/** Takes the next delivery of a place, tries it once and records the outcome; null when nothing there is ready. */
export async function attemptNext(
  { store, adapters, owner, now }: AttemptContext,
  place: string,
): Promise<Attempted | null> {
  const claim = await claimNext(store, place, { owner, leaseMs: LEASE_MS, now: now() })
  if (!claim) return null
  const { delivery } = claim
  const settlement = await tryOnce(adapters.get(platformOf(delivery.place)), claim, now)
  await settleDelivery(store.db, delivery, settlement, now())
  return { delivery, settlement }
}

async function tryOnce(
  adapter: ChatAdapter | undefined,
  { delivery, step }: Claim,
  now: () => number,
): Promise<Settlement> {
  if (!adapter) return { state: 'held', reason: `nothing here speaks to ${platformOf(delivery.place)}` }
  const outgoing = toOutgoing(delivery)
  if (step === 'send') return afterSend(await withDeadline(() => adapter.send(outgoing), uncertain), delivery, now())
  const found = await withDeadline<FindOutcome | null>(
    () => adapter.find(outgoing),
    () => null,
  )
  if (found) return afterLook(found, delivery, now())
  // A look that failed says nothing: it does not count, and is repeated.
  return { state: 'uncertain', reason: delivery.reason, notBefore: now() + LOOK_INTERVAL_MS }
}

function afterSend(outcome: SendOutcome, { attempts }: Delivery, now: number): Settlement {
  if (outcome.kind === 'sent') return { state: 'sent', post: outcome.ref, reason: null }
  if (outcome.kind === 'uncertain')
    return { state: 'uncertain', reason: outcome.reason, looks: 0, notBefore: now + FIRST_LOOK_MS }
  if (outcome.kind === 'wait')
    return { state: 'worded', reason: null, attempts, notBefore: now + outcome.seconds * 1000 }
  if (outcome.permanent) return { state: 'held', reason: outcome.reason }
  if (attempts + 1 >= MAX_ATTEMPTS) return { state: 'dead', reason: `${outcome.reason} (tried ${attempts + 1} times)` }
  return { state: 'worded', reason: outcome.reason, notBefore: now + backoff(attempts) }
}

function afterLook(outcome: FindOutcome, { looks, reason }: Delivery, now: number): Settlement {
  if (outcome.kind === 'found') return { state: 'sent', post: outcome.ref, reason: null }
  if (outcome.kind === 'cannot-tell')
    return { state: 'held', reason: `${reason ?? 'it was being sent when Paperboy stopped'}; ${outcome.reason}` }
  if (looks + 1 < LOOKS) return { state: 'uncertain', reason, looks: looks + 1, notBefore: now + LOOK_INTERVAL_MS }
  return { state: 'worded', reason: 'it did not arrive, and is sent again', looks: 0, notBefore: 0 }
}

/** 2, 4, 8 … seconds, at most ten minutes, with jitter so that many do not come back at once. */
function backoff(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts + 1), 600_000) * (0.5 + Math.random())
}

const uncertain = (reason: string): SendOutcome => ({ kind: 'uncertain', reason })

async function withDeadline<T>(attempt: () => Promise<T>, failed: (reason: string) => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(failed(`no answer in ${ATTEMPT_MS / 1000} s`)), ATTEMPT_MS)
  })
  try {
    return await Promise.race([attempt(), deadline])
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}

function toOutgoing({ id, place, thread, message, firstAttemptAt }: Delivery): Outgoing {
  if (!message) throw new Error(`Delivery ${id} has no message yet.`)
  // A person and a channel look alike on mail only, where both are an address.
  return {
    id,
    to: { channel: place as ChannelId },
    thread,
    message,
    seed: message.kind === 'paper' ? ['👍'] : [],
    files: [],
    firstAttemptAt: firstAttemptAt ?? 0,
  }
}
