import type { ChatAdapter, FindOutcome, Outgoing, SendOutcome } from '../../core/chat.ts'
import { describeError } from '../../core/error-words.ts'
import type { Delivery } from '../delivery.ts'
import type { Claim } from '../queue/allocate-slots.ts'
import type { Seed, Seeded } from '../queue/seeds.ts'
import type { Timeouts } from '../timeouts.ts'
import { afterLook, afterRepeat, afterSeed, afterSend } from './verdict.ts'

/** Sends a claimed delivery, or looks for it: once. Whatever the adapter does, there is an outcome. */
export async function attempt(adapter: ChatAdapter, { delivery, step }: Claim, timeouts: Timeouts) {
  const outgoing = toOutgoing(delivery)
  const send = () => withDeadline<SendOutcome>(() => adapter.send(outgoing), timeouts.attempt, uncertain)
  if (step === 'send') return afterSend(await send(), delivery, timeouts)
  const outcome = await withDeadline<FindOutcome | null>(
    () => adapter.find(outgoing),
    timeouts.attempt,
    () => null,
  )
  // At once: when the delivery's turn comes again, the platform may have forgotten the first send.
  if (outcome?.kind === 'repeatable') return afterRepeat(await send(), delivery, timeouts)
  return afterLook(outcome, delivery, timeouts)
}

/** Adds the reactions that a post is to begin with: one after the other, and no more after one that failed. */
export async function attemptSeed(adapter: ChatAdapter, seed: Seed, timeouts: Timeouts): Promise<Seeded> {
  let outcome: SendOutcome = { kind: 'sent', ref: seed.post }
  for (const emoji of seed.emoji)
    if (outcome.kind === 'sent')
      outcome = await withDeadline(() => adapter.seed(seed.post, emoji), timeouts.attempt, uncertain)
  return afterSeed(outcome, seed.tries, timeouts)
}

const uncertain = (reason: string): SendOutcome => ({ kind: 'uncertain', reason })

async function withDeadline<T>(work: () => Promise<T>, ms: number, failed: (reason: string) => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(failed(`no answer in ${ms / 1000} s`)), ms)
  })
  try {
    return await Promise.race([work(), deadline])
  } catch (error) {
    return failed(describeError(error))
  } finally {
    clearTimeout(timer)
  }
}

function toOutgoing({ id, to, thread, subject, message, firstAttemptAt }: Delivery): Outgoing {
  if (!message) throw new Error(`Delivery ${id} has no message yet.`)
  return {
    id,
    to,
    thread,
    message,
    files: (subject.kind === 'said' && subject.files) || [],
    firstAttemptAt: firstAttemptAt ?? 0,
  }
}
