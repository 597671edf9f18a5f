import { expect, it, vi } from 'vitest'
import type { ChannelId } from '../../../src/core/chat.ts'
import { UNLIMITED } from '../../../src/core/network/allowance.ts'
import type { Store } from '../../../src/db/open.ts'
import { isAnythingOpen, reviveDeliveries, stuckDeliveries } from '../../../src/outbox/backlog.ts'
import { deliveryId } from '../../../src/outbox/delivery.ts'
import { storeMessages } from '../../../src/outbox/messages.ts'
import { insertDeliveries } from '../../../src/outbox/plan-deliveries.ts'
import type { Claim, ClaimRequest } from '../../../src/outbox/queue/allocate-slots.ts'
import { nextReadyAt } from '../../../src/outbox/queue/channel-queues.ts'
import { claimReady, endLeases } from '../../../src/outbox/queue/claims.ts'
import { type Settlement, settleDeliveries } from '../../../src/outbox/queue/settlements.ts'
import { aDelivery, heading, list, openWorded, paper, place, wordsOf } from '../../fixtures/deliveries.ts'
import type { OpenStore } from '../store.ts'

const allowance = UNLIMITED

export function claimsContract(open: OpenStore): void {
  it('sends the heading, then the papers, then the thread under the heading', async () => {
    const store = await openWorded(open, [aDelivery(list, 3, heading), aDelivery(paper, 2), aDelivery(heading, 1)])
    const order: unknown[] = []
    for (let claims = await claim(store); claims[0]; claims = await claim(store)) {
      const [{ delivery, step }] = claims
      order.push([delivery.id, step, delivery.thread?.id ?? null])
      expect(await claim(store)).toEqual([])
      await settle(store, claims[0], sent(`post ${order.length}`))
    }
    expect(order).toEqual([
      [deliveryId(heading), 'send', null],
      [deliveryId(paper), 'send', null],
      [deliveryId(list), 'send', 'post 1'],
    ])
    expect(await isAnythingOpen(store.db, ['slack'])).toBe(false)
  })

  it('gives each delivery to one of three processes that claim and settle at once', async () => {
    const stores = await Promise.all([open(), open(), open()])
    const places = Array.from({ length: 30 }, (_, index) => `slack:T${index % 4}/C${index}`)
    const owed = places.flatMap((each) => [
      aDelivery(`h:${each}`, 1, null, each),
      aDelivery(`p:${each}`, 2, null, each),
    ])
    await insertDeliveries(stores[0].db, owed)
    await storeMessages(stores[0].db, owed.map(wordsOf))
    const claimed: string[] = []
    const work = async (store: Store, owner: string) => {
      for (let idle = 0; idle < 3; ) {
        const claims = await claim(store, { owner, limit: 7 })
        idle = claims.length > 0 ? 0 : idle + 1
        claimed.push(...claims.map(({ delivery }) => delivery.id))
        for (const each of claims) expect(await settle(store, each, sent(each.delivery.id))).toBe(true)
      }
    }
    await Promise.all(stores.flatMap((store, index) => [work(store, `${index}a`), work(store, `${index}b`)]))
    await work(stores[0], 'last')
    expect(claimed).toHaveLength(60)
    expect(new Set(claimed).size).toBe(60)
  })

  it('words new deliveries of the places that others settle at the same time', async () => {
    const [store, other] = (await Promise.all([open(), open()])) as [Store, Store]
    // Sorted by byte and by language, these come in different orders.
    const places = Array.from({ length: 150 }, (_, index) => `slack:T1/${index % 2 ? 'a' : 'B'}${index}`)
    const round = (number: number) => places.map((each) => aDelivery(`${number}:${each}`, number, null, each))
    const rounds = Array.from({ length: 8 }, (_, index) => round(index))
    for (const each of rounds) await insertDeliveries(store.db, each)
    await storeMessages(store.db, rounds[0]?.map(wordsOf) ?? [])
    const wordAll = async () => {
      for (const each of rounds.slice(1)) await store.write((db) => storeMessages(db, each.map(wordsOf)))
    }
    const sendAll = async () => {
      for (let open = true; open; open = await isAnythingOpen(other.db, ['slack'])) {
        const settled = (await claim(other, { limit: 150 })).map((each) => ({
          claim: each,
          settlement: sent(each.delivery.id),
        }))
        expect(await settleDeliveries(other, settled, { platform: 'slack', allowance, now: 100 })).toEqual([])
      }
    }
    await Promise.all([wordAll(), sendAll()])
  })

  it('waits until a delivery is worded and its time has come', async () => {
    const store = await open()
    await insertDeliveries(store.db, [aDelivery(heading, 1)])
    expect(await claim(store)).toEqual([])
    await storeMessages(store.db, [wordsOf({ key: heading })])
    const first = await mustClaim(store)
    await settle(store, first, { state: 'ready', reason: 'rate limit', delayMs: 400 })
    expect(await nextReadyAt(store.db, 'slack')).toBe(500)
    expect(await claim(store, { now: 499 })).toEqual([])
    expect(await claim(store, { now: 500 })).toMatchObject([{ step: 'send', delivery: { attempts: 2 } }])
  })

  it('looks for what a dead process was sending, and ignores that process if it comes back', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    const dead = await mustClaim(store)
    expect(await claim(store, { now: 1_100 })).toEqual([])
    const heir = await mustClaim(store, { owner: 'two', now: 1_101 })
    expect(heir).toMatchObject({ step: 'look', delivery: { id: dead.delivery.id, firstAttemptAt: 100 } })
    expect(await settle(store, dead, sent('late'))).toBe(false)
    expect(await settle(store, heir, sent('found'))).toBe(true)
  })

  it('takes the outcomes of both who tried one delivery, though they come together', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1), aDelivery(paper, 2)])
    const dead = await mustClaim(store)
    const heir = await mustClaim(store, { owner: 'two', now: 1_101 })
    const both = [
      { claim: dead, settlement: { state: 'uncertain', reason: 'no answer', delayMs: 9_000 } as const },
      { claim: heir, settlement: sent('found') },
    ]
    await settleDeliveries(store, both, { platform: 'slack', allowance, now: 1_200 })
    expect(await claim(store, { now: 1_200 })).toMatchObject([{ delivery: { id: deliveryId(paper) }, step: 'send' }])
  })

  it('looks at once when a process is known to be gone', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    await mustClaim(store)
    const isGone = vi.fn(() => true)
    await endLeases(store, isGone, 200)
    expect(isGone.mock.calls).toEqual([['one']])
    expect(await claim(store, { owner: 'two', now: 200 })).toMatchObject([{ step: 'look' }])
  })

  it('reports a thread whose parent will not come, and goes on', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1), aDelivery(list, 2, heading), aDelivery(paper, 3)])
    await settle(store, await mustClaim(store), { state: 'dead', reason: 'invalid_blocks' })
    const [next] = [...(await claim(store)), ...(await claim(store))]
    expect(next?.delivery.id).toBe(deliveryId(paper))
    expect((await stuckDeliveries(store.db)).map(({ key, state }) => [key, state]).sort()).toEqual([
      [heading, 'dead'],
      [list, 'held'],
    ])
  })

  it('looks first for a revived delivery that may have arrived', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    await settle(store, await mustClaim(store), { state: 'held', reason: 'cannot tell' })
    expect(await claim(store)).toEqual([])
    expect(await reviveDeliveries(store.db, [])).toBe(1)
    expect(await claim(store)).toMatchObject([{ step: 'look' }])
  })
}

const sent = (id: string): Settlement => ({
  state: 'sent',
  reason: null,
  post: { channel: place as ChannelId, id },
})

async function claim(store: Store, given: Partial<ClaimRequest> = {}): Promise<Claim[]> {
  const request = { platform: 'slack', allowance, after: '', limit: 100, lookAheadMs: 0, owner: 'one', leaseMs: 1_000 }
  return (await claimReady(store, { ...request, now: 100, ...given })).claims
}

async function mustClaim(store: Store, given: Partial<ClaimRequest> = {}): Promise<Claim> {
  const [first] = await claim(store, given)
  if (!first) throw new Error('There was nothing to claim.')
  return first
}

/** False when the lease was lost. */
async function settle(store: Store, claim: Claim, settlement: Settlement): Promise<boolean> {
  const lost = await settleDeliveries(store, [{ claim, settlement }], { platform: 'slack', allowance, now: 100 })
  return lost.length === 0
}
