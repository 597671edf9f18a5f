import type { DeliveryId } from '../../core/chat.ts'
import type { Allowance } from '../../core/network/allowance.ts'
import type { DeliveryState } from '../../db/schema/outbox.ts'
import { type Delivery, type DeliveryRow, fromRow } from '../delivery.ts'
import { nextSlot } from '../pace.ts'
import type { ChannelQueue } from './channel-queues.ts'

export type Claim = {
  delivery: Delivery
  /** `look`: it may have been sent already. */
  step: 'send' | 'look'
  /** Not before this moment, which was set aside for it. */
  at: number
  /** When the place may have its next one. */
  nextAt: number
  leaseUntil: number
}

export type ClaimRequest = {
  platform: string
  allowance: Allowance
  /** The team served last; `''` at first. */
  after: string
  limit: number
  /** So many milliseconds ahead moments are set aside. */
  lookAheadMs: number
  owner: string
  leaseMs: number
  now: number
}

/** The oldest open delivery of a queue. */
export type Head = DeliveryRow & { parent_state: DeliveryState | null }

export type AllocatedSlots = {
  claims: Claim[]
  after: string
  resumeAt: number | null
  /** When to look at a queue again. */
  rests: { place: string; readyAt: number | null; bucketFullAt: number }[]
  finished: string[]
  orphans: DeliveryId[]
  raised: Map<string, number>
}

/** Gives each queue in turn a slot, or a time to rest. */
export function allocateSlots(
  queues: ChannelQueue[],
  heads: Map<string, Head>,
  buckets: Map<string, number>,
  { platform, allowance, after, lookAheadMs, leaseMs, now }: ClaimRequest,
): AllocatedSlots {
  const allocated: AllocatedSlots = {
    claims: [],
    after,
    resumeAt: null,
    rests: [],
    finished: [],
    orphans: [],
    raised: new Map(),
  }
  const horizon = now + lookAheadMs
  for (const { place, team, bucketFullAt } of queues) {
    const head = heads.get(place)
    const turn = turnOf(head, now)
    if (turn === 'orphan' && head) allocated.orphans.push(head.id)
    if (turn === 'unwritten') allocated.rests.push({ place, bucketFullAt, readyAt: null })
    if (typeof turn === 'number') allocated.rests.push({ place, bucketFullAt, readyAt: turn })
    // What a queue's bucket knows is forgotten when it is full again.
    if (!head && bucketFullAt <= now) allocated.finished.push(place)
    if (!head && bucketFullAt > now) allocated.rests.push({ place, bucketFullAt, readyAt: bucketFullAt })
    if (!head || (turn !== 'send' && turn !== 'look')) continue
    const ofPlatform = nextSlot(buckets.get(platform) ?? 0, allowance.platform, now)
    const ofTeam = nextSlot(buckets.get(team) ?? 0, allowance.team, now)
    const ofPlace = nextSlot(bucketFullAt, allowance.place, now)
    if (ofPlatform.at > horizon) return { ...allocated, resumeAt: ofPlatform.at - lookAheadMs / 2 }
    if (ofPlace.at > horizon) allocated.rests.push({ place, bucketFullAt, readyAt: ofPlace.at })
    if (ofPlace.at > horizon || ofTeam.at > horizon) continue
    for (const [scope, slot] of [[platform, ofPlatform] as const, [team, ofTeam] as const]) {
      buckets.set(scope, slot.bucketFullAt)
      allocated.raised.set(scope, slot.bucketFullAt)
    }
    allocated.after = team
    // If this process dies, the queue is looked at again when the lease has run out.
    allocated.rests.push({ place, bucketFullAt: ofPlace.bucketFullAt, readyAt: now + leaseMs + 1 })
    allocated.claims.push({
      delivery: leased(head, turn, now),
      step: turn,
      at: Math.max(ofPlatform.at, ofTeam.at, ofPlace.at),
      nextAt: nextSlot(ofPlace.bucketFullAt, allowance.place, now).at,
      leaseUntil: now + leaseMs,
    })
  }
  return allocated
}

/** What a queue’s head asks for, or the moment to ask again. An orphan must not stand in the way of tomorrow. */
function turnOf(head: Head | undefined, now: number): Claim['step'] | 'orphan' | 'unwritten' | 'nothing' | number {
  if (!head) return 'nothing'
  if (head.lease_until !== null && head.lease_until >= now) return head.lease_until + 1
  if (head.state === 'sending') return 'look'
  if (head.parent_state === 'held' || head.parent_state === 'dead') return 'orphan'
  if (head.not_before > now) return head.not_before
  if (head.state === 'uncertain') return 'look'
  return head.state === 'planned' ? 'unwritten' : 'send'
}

const leased = (head: Head, step: Claim['step'], now: number): Delivery => ({
  ...fromRow(head),
  state: step === 'send' ? 'sending' : 'uncertain',
  fence: head.fence + 1,
  attempts: step === 'send' ? head.attempts + 1 : head.attempts,
  firstAttemptAt: head.first_attempt_at ?? now,
})
