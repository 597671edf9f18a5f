import { expect, it } from 'vitest'
import { notice } from '../../../src/core/message.ts'
import { countDeliveries } from '../../../src/ops/metrics/gauges.ts'
import { isAnythingOpen, openDeliveries, reviveDeliveries, stuckDeliveries } from '../../../src/outbox/backlog.ts'
import { deliveryId } from '../../../src/outbox/delivery.ts'
import { holdDelivery, messagesOfDigest, plannedDeliveries, storeMessages } from '../../../src/outbox/messages.ts'
import { insertDeliveries } from '../../../src/outbox/plan-deliveries.ts'
import { aDelivery, day, heading, openWorded, paper, place } from '../../fixtures/deliveries.ts'
import type { OpenStore } from '../store.ts'

export function deliveriesContract(open: OpenStore): void {
  it('owes a message once: its key is unique', async () => {
    const { db } = await open()
    await insertDeliveries(db, [aDelivery(heading, 1)])
    await expect(insertDeliveries(db, [aDelivery(heading, 2)])).rejects.toThrow()
    await insertDeliveries(db, [])
    expect(await plannedDeliveries(db, 10)).toHaveLength(1)
  })

  it('words the oldest first, and each once', async () => {
    const { db } = await open()
    await insertDeliveries(db, [aDelivery(paper, 2), aDelivery(heading, 1)])
    expect(await plannedDeliveries(db, 1)).toMatchObject([{ id: deliveryId(heading), message: null, attempts: 0 }])
    await storeMessages(db, [{ id: deliveryId(heading), message: notice('first words') }])
    await storeMessages(db, [{ id: deliveryId(heading), message: notice('other words') }])
    expect(await plannedDeliveries(db, 10)).toMatchObject([{ id: deliveryId(paper) }])
    expect((await messagesOfDigest(db, place, day)).map(({ message }) => message)).toEqual([notice('first words')])
  })

  it('knows on which platforms something is owed', async () => {
    const { db } = await open()
    await insertDeliveries(db, [aDelivery(heading, 1)])
    expect(await isAnythingOpen(db, ['discord', 'slack'])).toBe(true)
    expect(await isAnythingOpen(db, ['discord'])).toBe(false)
    expect(await isAnythingOpen(db, [])).toBe(false)
  })

  it('knows how long it has owed something', async () => {
    const { db } = await open()
    await insertDeliveries(db, [{ ...aDelivery(heading, 1), plannedAt: 10 }, aDelivery(paper, 2)])
    expect(await openDeliveries(db, 51)).toMatchObject({ count: 2, oldest: 10 })
    expect(await openDeliveries(db, 50)).toMatchObject({ count: 1, oldest: 10 })
    expect(await openDeliveries(db, 0)).toMatchObject({ count: 0, oldest: null })
  })

  it('counts what is not sent, by how long ago it was planned', async () => {
    const { db } = await open()
    await insertDeliveries(db, [{ ...aDelivery(heading, 1), plannedAt: 0 }, aDelivery(paper, 2)])
    await holdDelivery(db, deliveryId(heading), 'no words', 100)
    expect(await countDeliveries(db, 61_000)).toEqual([
      { platform: 'slack', state: 'planned', age: '15m', count: 1 },
      { platform: 'slack', state: 'held', age: '15m', count: 1 },
    ])
    expect(await countDeliveries(db, 60_000)).toContainEqual({
      platform: 'slack',
      state: 'planned',
      age: '1m',
      count: 1,
    })
  })

  it('reports what cannot be worded, and words it when it is revived', async () => {
    const { db } = await open()
    await insertDeliveries(db, [aDelivery(heading, 1)])
    await holdDelivery(db, deliveryId(heading), 'no words', 100)
    const stuck = { id: deliveryId(heading), key: heading, place, state: 'held', reason: 'no words' }
    expect(await stuckDeliveries(db)).toEqual([stuck])
    expect(await reviveDeliveries(db, [deliveryId('unknown')])).toBe(0)
    expect(await reviveDeliveries(db, [deliveryId(heading)])).toBe(1)
    expect(await stuckDeliveries(db)).toEqual([])
    expect(await plannedDeliveries(db, 10)).toMatchObject([{ id: deliveryId(heading) }])
  })

  it('shows what a digest said, and no other digest', async () => {
    const others = [`digest:${place}0:${day}:heading`, `digest:${place}:2026-04-01:heading`]
    const all = [aDelivery(paper, 2), aDelivery(heading, 1), ...others.map((key) => aDelivery(key, 3))]
    const { db } = await openWorded(open, all)
    expect((await messagesOfDigest(db, place, day)).map(({ message }) => message)).toEqual([
      notice(heading),
      notice(paper),
    ])
  })
}
