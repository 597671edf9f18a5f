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

/** Gives each queue in turn a slot, or a time to rest; `buckets` move on with each slot. */
export function allocateSlots(
  queues: ChannelQueue[],
  heads: Map<string, Head>,
  buckets: Map<string, number>,
  { platform, allowance, after, lookAheadMs, leaseMs, now }: ClaimRequest,
) {
  const claims: Claim[] = []
  /** When to look at a queue again. */
  const rests: { place: string; ready_at: number | null; full_at: number }[] = []
  const finished: string[] = []
  const orphans: DeliveryId[] = []
  const raised = new Map<string, number>()
  let [served, resumeAt]: [string, number | null] = [after, null]
  const horizon = now + lookAheadMs
  for (const { place, team, bucketFullAt } of queues) {
    const rest = (ready_at: number | null, full_at = bucketFullAt) => rests.push({ place, ready_at, full_at })
    const head = heads.get(place)
    if (!head) {
      // What a queue's bucket knows is forgotten when it is full again.
      if (bucketFullAt <= now) finished.push(place)
      else rest(bucketFullAt)
      continue
    }
    const turn = turnOf(head, now)
    if (turn === 'orphan') orphans.push(head.id)
    if (turn === 'unwritten') rest(null)
    if (typeof turn === 'number') rest(turn)
    if (turn !== 'send' && turn !== 'look') continue
    const ofPlatform = nextSlot(buckets.get(platform) ?? 0, allowance.platform, now)
    const ofTeam = nextSlot(buckets.get(team) ?? 0, allowance.team, now)
    const ofPlace = nextSlot(bucketFullAt, allowance.place, now)
    if (ofPlatform.at > horizon) {
      resumeAt = ofPlatform.at - lookAheadMs / 2
      break
    }
    if (ofPlace.at > horizon) rest(ofPlace.at)
    if (ofPlace.at > horizon || ofTeam.at > horizon) continue
    for (const [scope, slot] of [[platform, ofPlatform] as const, [team, ofTeam] as const]) {
      buckets.set(scope, slot.bucketFullAt)
      raised.set(scope, slot.bucketFullAt)
    }
    served = team
    // If this process dies, the queue is looked at again when the lease has run out.
    rest(now + leaseMs + 1, ofPlace.bucketFullAt)
    claims.push({
      delivery: leased(head, turn, now),
      step: turn,
      at: Math.max(ofPlatform.at, ofTeam.at, ofPlace.at),
      nextAt: nextSlot(ofPlace.bucketFullAt, allowance.place, now).at,
      leaseUntil: now + leaseMs,
    })
  }
  return { claims, rests, finished, orphans, raised, after: served, resumeAt }
}

/** What a queue’s head asks for, or the moment to ask again. An orphan must not stand in the way of tomorrow. */
function turnOf(head: Head, now: number): Claim['step'] | 'orphan' | 'unwritten' | number {
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
