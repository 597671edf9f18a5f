import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ChannelId, type ChatAdapter, idOf, type Outgoing, type SendOutcome } from '../../src/core/chat.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import type { Store } from '../../src/db/open.ts'
import { isAnythingOpen, stuckDeliveries } from '../../src/outbox/backlog.ts'
import { deliveryId } from '../../src/outbox/delivery.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { insertDeliveries } from '../../src/outbox/plan-deliveries.ts'
import type { Claim } from '../../src/outbox/queue/allocate-slots.ts'
import { claimReady, endLeases } from '../../src/outbox/queue/claims.ts'
import { type Settlement, settleDeliveries } from '../../src/outbox/queue/settlements.ts'
import { attempt } from '../../src/outbox/sending/attempt.ts'
import { TIMEOUTS } from '../../src/outbox/timeouts.ts'
import { fakeChat } from '../fakes/chat.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aDelivery, wordsOf } from '../fixtures/deliveries.ts'

const workers = ['one', 'two', 'three']
const parts = ['heading', 'paper', 'list']

/** What happens to one request: whether and when it arrives, and what the sender hears. */
const fate = fc.oneof(
  fc.record({ arrives: fc.integer({ min: 0, max: TIMEOUTS.attempt }), hears: fc.constant('uncertain' as const) }),
  fc.record({ arrives: fc.constant(0), hears: fc.constant('sent' as const) }),
  fc.record({ arrives: fc.constant(null), hears: fc.constantFrom('uncertain', 'refused', 'wait') }),
)
const who = fc.constantFrom(...workers)
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant('claim' as const), who }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('attempt' as const), who, fate }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('settle' as const), who }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('work' as const), who, fate }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('die' as const), who, noticed: fc.boolean() }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 35_000 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

it('loses nothing, doubles nothing and keeps the order, however claims, crashes and answers interleave', async () => {
  const store = await openScratch()
  let run = 0
  const loseNothing = async (steps: Step[]) => {
    run += 1
    const places: ChannelId[] = [`slack:T${run}/C1` as const, `slack:T${run}/C2` as const, `slack:U${run}/C1` as const]
    await owe(store, places)
    const world = createWorld(store)
    for (const one of steps) await world.take(one)
    await world.finish()
    const stuck = (await stuckDeliveries(store.db)).map(({ id }) => id)
    for (const place of places) {
      const ids = parts.map((part) => deliveryId(`${place}:${part}`))
      const shown = world.shown(place)
      expect(shown).toEqual(ids.filter((id) => shown.includes(id)))
      expect(ids.filter((id) => !shown.includes(id) && !stuck.includes(id))).toEqual([])
    }
  }
  const steps = fc.array(step, { minLength: 10, maxLength: 150 })
  await fc.assert(fc.asyncProperty(steps, loseNothing), { numRuns: 40, seed: 1 })
  await store.close()
})

async function owe(store: Store, places: ChannelId[]): Promise<void> {
  const owed = places.flatMap((place) => [
    aDelivery(`${place}:heading`, 1, null, place),
    aDelivery(`${place}:paper`, 2, null, place),
    aDelivery(`${place}:list`, 3, `${place}:heading`, place),
  ])
  await insertDeliveries(store.db, owed)
  await storeMessages(store.db, owed.map(wordsOf))
}

/** Three processes, one database, and a platform whose requests may be under way for as long as an attempt may take. */
function createWorld(store: Store) {
  let now = 1_000_000
  const underWay: { id: string; place: ChannelId; at: number }[] = []
  const hands = new Map<string, { claim: Claim; settlement: Settlement | null }[]>(workers.map((who) => [who, []]))
  const arrived = () => underWay.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at)
  const hand = (who: string) => hands.get(who) ?? []

  const platform = (outcome: SendOutcome['kind'], arrives: number | null): ChatAdapter => ({
    ...fakeChat('slack'),
    async send(outgoing: Outgoing) {
      const place = idOf(outgoing.to) as ChannelId
      if (arrives !== null) underWay.push({ id: outgoing.id, place, at: now + arrives })
      if (outcome === 'sent') return { kind: 'sent', ref: { channel: place, id: outgoing.id } }
      if (outcome === 'refused') return { kind: 'refused', reason: 'not now', permanent: false }
      if (outcome === 'wait') return { kind: 'wait', seconds: 5, scope: 'place' }
      return { kind: 'uncertain', reason: 'no answer' }
    },
    async find({ id, to }) {
      const place = idOf(to) as ChannelId
      return arrived().some((post) => post.id === id)
        ? { kind: 'found', ref: { channel: place, id } }
        : { kind: 'absent' }
    },
  })

  async function claim(who: string): Promise<number> {
    const lease = { owner: who, leaseMs: TIMEOUTS.lease }
    const request = { platform: 'slack', allowance: UNLIMITED, after: '', limit: 1, lookAheadMs: 0, ...lease, now }
    const { claims, queues } = await claimReady(store, request)
    hand(who).push(...claims.map((claim) => ({ claim, settlement: null })))
    return queues
  }

  async function attemptOne(who: string, outcome: SendOutcome['kind'], arrives: number | null): Promise<void> {
    const held = hand(who).find(({ settlement }) => settlement === null)
    if (!held || now > held.claim.leaseUntil - TIMEOUTS.attempt) return
    held.settlement = await attempt(platform(outcome, arrives), held.claim, TIMEOUTS)
  }

  async function settle(who: string): Promise<void> {
    const settled = hand(who).flatMap(({ claim, settlement }) => (settlement ? [{ claim, settlement }] : []))
    hands.set(
      who,
      hand(who).filter(({ settlement }) => settlement === null),
    )
    await settleDeliveries(store, settled, { platform: 'slack', allowance: UNLIMITED, now })
  }

  return {
    shown: (place: ChannelId) => arrived().flatMap((post) => (post.place === place ? [post.id] : [])),
    async take(one: Step): Promise<void> {
      if (one.does === 'claim' || one.does === 'work') await claim(one.who)
      if (one.does === 'attempt' || one.does === 'work') await attemptOne(one.who, one.fate.hears, one.fate.arrives)
      if (one.does === 'settle' || one.does === 'work') await settle(one.who)
      if (one.does === 'wait') now += one.ms
      if (one.does !== 'die') return
      hands.set(one.who, [])
      if (one.noticed) await endLeases(store, (owner) => owner === one.who, now)
    },
    /** The network heals, one process goes on. */
    async finish(): Promise<void> {
      for (const who of workers) hands.set(who, [])
      while (await isAnythingOpen(store.db, ['slack'])) {
        now += 65_000
        while ((await claim('one')) > 0) {
          while (hand('one').some(({ settlement }) => settlement === null)) await attemptOne('one', 'sent', 0)
          await settle('one')
        }
      }
    },
  }
}
