import type { FindOutcome, SendOutcome } from '../../core/chat.ts'
import { DAY_MS } from '../../core/schedule.ts'
import type { Delivery } from '../delivery.ts'
import type { Claim } from '../queue/allocate-slots.ts'
import type { Seeded } from '../queue/seeds.ts'
import type { Settlement } from '../queue/settlements.ts'
import type { Timeouts } from '../timeouts.ts'

const MAX_ATTEMPTS = 8
/** About a day: a platform that is away does not say no. */
const MAX_SEED_TRIES = 150
const MAX_BACKOFF_MS = 600_000
const LOOKS = 2

/** What an attempt means for its delivery; `attempts` counts it already. */
export function afterSend(outcome: SendOutcome, { attempts }: Delivery, timeouts: Timeouts): Settlement {
  if (outcome.kind === 'sent') return { state: 'sent', post: outcome.ref, reason: null }
  if (outcome.kind === 'uncertain')
    return { state: 'uncertain', reason: outcome.reason, looks: 0, delayMs: timeouts.firstLook }
  if (outcome.kind === 'wait') return afterWait(outcome, attempts)
  if (outcome.permanent) return { state: 'held', reason: outcome.reason, closesPlace: true }
  if (attempts >= MAX_ATTEMPTS) return { state: 'dead', reason: `${outcome.reason} (tried ${attempts} times)` }
  return { state: 'ready', reason: outcome.reason, delayMs: backoff(attempts, timeouts) }
}

/** The platform's wish is no failure; it delays what shares its scope, and nothing else. */
function afterWait({ seconds, scope }: SendOutcome & { kind: 'wait' }, attempts: number): Settlement {
  const forMs = waitMs(seconds)
  const again = { state: 'ready', reason: null, attempts: attempts - 1 } as const
  return scope === 'place' ? { ...again, delayMs: forMs } : { ...again, closes: { scope, forMs } }
}

/** One that asks for more than a day is broken, and is asked again. */
const waitMs = (seconds: number): number => Math.min(Math.ceil(seconds * 1000), DAY_MS)

/** Goes back as it came. */
export const notTried = ({ step, delivery }: Claim): Settlement =>
  step === 'send'
    ? { state: 'ready', reason: delivery.reason, attempts: delivery.attempts - 1 }
    : { state: 'uncertain', reason: delivery.reason }

/** What a second send means that the platform would recognise: unless sent, the first is as uncertain as before. */
export function afterRepeat(
  outcome: SendOutcome,
  { attempts, looks, ...before }: Delivery,
  timeouts: Timeouts,
): Settlement {
  const tried = attempts + 1
  if (outcome.kind === 'sent') return { state: 'sent', post: outcome.ref, reason: null, attempts: tried }
  if (outcome.kind === 'wait') return { ...afterWait(outcome, tried), state: 'uncertain', reason: before.reason }
  const { reason } = outcome
  if (outcome.kind === 'refused' && outcome.permanent) return { state: 'held', reason, closesPlace: true }
  if (tried >= MAX_ATTEMPTS) return { state: 'held', reason: `${reason} (tried ${tried} times)`, looks: 0 }
  return { state: 'uncertain', reason, looks, attempts: tried, delayMs: backoff(tried, timeouts) }
}

/** What a look means. One that failed says nothing: null does not count, and is repeated. */
export function afterLook(
  outcome: Exclude<FindOutcome, { kind: 'repeatable' }> | null,
  { looks, reason, attempts }: Delivery,
  timeouts: Timeouts,
): Settlement {
  if (!outcome) return { state: 'uncertain', reason, delayMs: timeouts.betweenLooks }
  if (outcome.kind === 'found') return { state: 'sent', post: outcome.ref, reason: null }
  if (outcome.kind === 'cannot-tell')
    return { state: 'held', reason: `${reason ?? 'it was being sent when Paperboy stopped'}; ${outcome.reason}` }
  if (looks + 1 < LOOKS) return { state: 'uncertain', reason, looks: looks + 1, delayMs: timeouts.betweenLooks }
  if (attempts >= MAX_ATTEMPTS)
    return { state: 'held', reason: `${reason ?? 'no clear answer'} (tried ${attempts} times)`, looks: 0 }
  return { state: 'ready', looks: 0, reason: 'it did not arrive, and is sent again' }
}

/** What trying to seed a post means for it. */
export function afterSeed(outcome: SendOutcome, tries: number, timeouts: Timeouts): Seeded {
  if (outcome.kind === 'sent') return { delayMs: null, tries, reason: null }
  if (outcome.kind === 'wait') {
    const { seconds, scope } = outcome
    const forMs = waitMs(seconds)
    return { delayMs: forMs, tries, reason: null, ...(scope !== 'place' && { closes: { scope, forMs } }) }
  }
  const tried = tries + 1
  const isHopeless = outcome.kind === 'refused' && (outcome.permanent || tried >= MAX_ATTEMPTS)
  if (isHopeless || tried >= MAX_SEED_TRIES) return { delayMs: null, tries: tried, reason: outcome.reason }
  return { delayMs: backoff(tried, timeouts), tries: tried, reason: null }
}

/** Twice as long each time, with jitter so that many do not come back at once. Stored, so that it outlives us. */
function backoff(attempts: number, timeouts: Timeouts): number {
  return Math.round(Math.min(timeouts.backoff * 2 ** (attempts - 1), MAX_BACKOFF_MS) * (0.5 + Math.random()))
}
