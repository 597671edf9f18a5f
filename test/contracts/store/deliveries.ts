import { expect, it } from 'vitest'
import type { ChannelId } from '../../../src/chat.ts'
import { deliveryId } from '../../../src/delivery/delivery.ts'
import { notice } from '../../../src/message.ts'
import {
  type Claim,
  claimNext,
  endLeases,
  holdDelivery,
  insertDeliveries,
  leaseOwners,
  messagesOfDigest,
  type NewDelivery,
  openLanes,
  reviveDeliveries,
  settleDelivery,
  storeMessages,
  stuckDeliveries,
  unwordedDeliveries,
} from '../../../src/store/deliveries.ts'
import type { Store } from '../../../src/store/open.ts'
import type { OpenStore } from '../store.ts'

const DAY = '2026-03-31'
const place = 'slack:T1/C1'
const heading = `digest:${place}:${DAY}:heading`
const paper = `digest:${place}:${DAY}:paper:1`
const list = `digest:${place}:${DAY}:list:1`
const claimant = { owner: 'one', leaseMs: 1_000, now: 100 }
const sent = (id: string) => ({ state: 'sent' as const, reason: null, post: { channel: place as ChannelId, id } })

export function deliveriesContract(open: OpenStore): void {
  it('owes a message once: its key is unique', async () => {
    const { db } = await open()
    await insertDeliveries(db, [aDelivery(heading, 1)])
    await expect(insertDeliveries(db, [aDelivery(heading, 2)])).rejects.toThrow()
    await insertDeliveries(db, [])
    expect(await unwordedDeliveries(db, 10)).toHaveLength(1)
  })

  it('sends the heading, then the papers, then the thread under the heading', async () => {
    const store = await openWorded(open, [aDelivery(list, 3, heading), aDelivery(paper, 2), aDelivery(heading, 1)])
    const order: unknown[] = []
    for (let claim = await claimNext(store, place, claimant); claim; claim = await claimNext(store, place, claimant)) {
      order.push([claim.delivery.id, claim.step, claim.delivery.thread?.id ?? null])
      expect(await claimNext(store, place, claimant)).toBeNull()
      await settleDelivery(store.db, claim.delivery, sent(`post ${order.length}`), 100)
    }
    expect(order).toEqual([
      [deliveryId(heading), 'send', null],
      [deliveryId(paper), 'send', null],
      [deliveryId(list), 'send', 'post 1'],
    ])
    expect(await openLanes(store.db, ['slack'], '', 10)).toEqual([])
  })

  it('gives each delivery to one of three processes that claim at once', async () => {
    const stores = await Promise.all([open(), open(), open()])
    const places = Array.from({ length: 40 }, (_, index) => `slack:T1/C${index}`)
    await word(
      stores[0],
      places.map((each) => aDelivery(`digest:${each}:${DAY}:heading`, 1, null, each)),
    )
    const claims: Claim[] = []
    const claimAll = async (store: Store, index: number) => {
      for (const each of places) {
        const claim = await claimNext(store, each, { ...claimant, owner: String(index) })
        if (claim) claims.push(claim)
      }
    }
    await Promise.all(stores.flatMap((store, index) => [claimAll(store, index), claimAll(store, index)]))
    expect(new Set(claims.map(({ delivery }) => delivery.id)).size).toBe(40)
    expect(claims).toHaveLength(40)
    expect((await leaseOwners(stores[0].db)).every((owner) => ['0', '1', '2'].includes(owner))).toBe(true)
  })

  it('waits until a delivery is worded and its time has come', async () => {
    const store = await open()
    await insertDeliveries(store.db, [aDelivery(heading, 1)])
    expect(await claimNext(store, place, claimant)).toBeNull()
    await storeMessages(store.db, [{ id: deliveryId(heading), message: notice('first') }])
    const claim = await mustClaim(store)
    await settleDelivery(store.db, claim.delivery, { state: 'worded', reason: 'rate limit', notBefore: 500 }, 100)
    expect(await claimNext(store, place, { ...claimant, now: 499 })).toBeNull()
    expect(await openLanes(store.db, ['slack'], '', 10)).toEqual([{ place, team: 'slack:T1', readyAt: 500 }])
    expect((await claimNext(store, place, { ...claimant, now: 500 }))?.delivery.attempts).toBe(1)
  })

  it('sends the words it was given first', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    await storeMessages(store.db, [{ id: deliveryId(heading), message: notice('other words') }])
    expect((await mustClaim(store)).delivery.message).toEqual(notice(heading))
  })

  it('looks for what a dead process was sending, and ignores that process if it comes back', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    const dead = await mustClaim(store)
    expect(await claimNext(store, place, { ...claimant, now: 1_100 })).toBeNull()
    const heir = await claimNext(store, place, { owner: 'two', leaseMs: 1_000, now: 1_101 })
    expect(heir).toMatchObject({ step: 'settle', delivery: { id: dead.delivery.id, firstAttemptAt: 100 } })
    expect(await settleDelivery(store.db, dead.delivery, sent('late'), 1_102)).toBe(false)
    expect(await settleDelivery(store.db, heir?.delivery ?? dead.delivery, sent('found'), 1_103)).toBe(true)
  })

  it('looks at once when a process is known to be gone', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    await mustClaim(store)
    expect(await leaseOwners(store.db)).toEqual(['one'])
    await endLeases(store.db, ['one'], 200)
    expect(await claimNext(store, place, { owner: 'two', leaseMs: 1_000, now: 200 })).toMatchObject({ step: 'settle' })
  })

  it('reports a thread whose parent will not come, and goes on', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1), aDelivery(list, 2, heading), aDelivery(paper, 3)])
    const { delivery } = await mustClaim(store)
    await settleDelivery(store.db, delivery, { state: 'dead', reason: 'channel_not_found' }, 100)
    expect((await mustClaim(store)).delivery.id).toBe(deliveryId(paper))
    expect((await stuckDeliveries(store.db)).map(({ key, state }) => [key, state]).sort()).toEqual([
      [heading, 'dead'],
      [list, 'held'],
    ])
  })

  it('revives what is held or dead: looks first for what may have arrived', async () => {
    const store = await openWorded(open, [aDelivery(heading, 1)])
    await insertDeliveries(store.db, [aDelivery(paper, 2)])
    const { delivery } = await mustClaim(store)
    await settleDelivery(store.db, delivery, { state: 'held', reason: 'cannot tell' }, 100)
    await holdDelivery(store.db, deliveryId(paper), 'no words', 100)
    expect(await reviveDeliveries(store.db, [deliveryId('unknown')])).toBe(0)
    expect(await reviveDeliveries(store.db, [])).toBe(2)
    expect(await claimNext(store, place, { ...claimant, now: 300 })).toMatchObject({ step: 'settle' })
    expect(await unwordedDeliveries(store.db, 10)).toMatchObject([{ id: deliveryId(paper) }])
    expect(await stuckDeliveries(store.db)).toEqual([])
  })

  it('pages through the places that are owed something', async () => {
    const places = ['slack:T1/C1', 'slack:T1/a', 'slack:T1/B-2', 'slack:T1/b_1', 'slack:t1/C1']
    const store = await openWorded(
      open,
      places.map((each) => aDelivery(`x:${each}`, 1, null, each)),
    )
    const seen: string[] = []
    for (let after = ''; ; after = seen.at(-1) ?? '') {
      const [lane] = await openLanes(store.db, ['slack'], after, 1)
      if (!lane) break
      seen.push(lane.place)
    }
    expect(seen.toSorted()).toEqual(places.toSorted())
    expect(await openLanes(store.db, ['discord'], '', 10)).toEqual([])
    expect(await openLanes(store.db, [], '', 10)).toEqual([])
  })

  it('shows what a digest said, and no other digest', async () => {
    const others = [`digest:${place}0:${DAY}:heading`, `digest:${place}:2026-04-01:heading`]
    const all = [aDelivery(paper, 2), aDelivery(heading, 1), ...others.map((key) => aDelivery(key, 3))]
    const { db } = await openWorded(open, all)
    expect(await messagesOfDigest(db, place, DAY)).toEqual([notice(heading), notice(paper)])
  })
}

function aDelivery(key: string, seq: number, parent: string | null = null, to: string = place): NewDelivery {
  const subject = { kind: 'heading' as const, date: DAY }
  return { key, place: to as ChannelId, team: 'slack:T1', seq, parent, subject, plannedAt: 50 }
}

async function openWorded(open: OpenStore, deliveries: NewDelivery[]): Promise<Store> {
  const store = await open()
  await word(store, deliveries)
  return store
}

async function word({ db }: Store, deliveries: NewDelivery[]): Promise<void> {
  await insertDeliveries(db, deliveries)
  await storeMessages(
    db,
    deliveries.map(({ key }) => ({ id: deliveryId(key), message: notice(key) })),
  )
}

async function mustClaim(store: Store): Promise<Claim> {
  const claim = await claimNext(store, place, claimant)
  if (!claim) throw new Error('There was nothing to claim.')
  return claim
}
