import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChannelId, PersonId, Place } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'
import type { Store } from '../../src/db/open.ts'
import { stuckDeliveries } from '../../src/outbox/backlog.ts'
import { deliveryId } from '../../src/outbox/delivery.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { planMessage } from '../../src/outbox/plan-deliveries.ts'
import { fakeChat } from '../fakes/chat.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { openScratch } from '../fakes/scratch.ts'

let store: Store
beforeEach(async () => {
  store = await openScratch()
})
afterEach(() => store.close())

const shapes = ['main/ada', 'main/@ada', 'ada', '@me/1', 'T1/U1', 'T1/C1']
const place = fc
  .tuple(fc.constantFrom(...shapes), fc.boolean())
  .map(([local, isPerson]): Place => placeOf(`plaza:${local}`, isPerson))
const placeOf = (id: `plaza:${string}`, isPerson: boolean): Place => (isPerson ? { person: id } : { channel: id })

it('writes to a person what is for a person and to a channel what is for a channel, however their ids look', async () => {
  let run = 0
  const deliverEach = async (places: Place[]) => {
    run += 1
    const chat = fakeChat('plaza')
    for (const [index, to] of places.entries()) await owe(to, `${run} ${index}`)
    await deliverAll(store, chat, store.now())
    const seen = chat.posts.toSorted((a, b) => Number(a.message.note) - Number(b.message.note))
    expect(seen.map(({ to }) => to)).toEqual(places)
  }
  await fc.assert(fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 8 }), deliverEach), { numRuns: 30 })
})

it('goes on writing to a person when a channel of the same id takes nothing any more', async () => {
  const [channel, person]: [ChannelId, PersonId] = ['plaza:main/ada', 'plaza:main/ada']
  await owe({ channel }, '1 0')
  await owe({ channel }, '1 1')
  await owe({ person }, '1 2')
  const chat = fakeChat('plaza')
  chat.next.push({ kind: 'refused', reason: 'archived', permanent: true })
  await deliverAll(store, chat, store.now())
  expect(chat.posts.map(({ to }) => to)).toEqual([{ person }])
  expect((await stuckDeliveries(store.db)).map(({ key }) => key)).toEqual(['1 0', '1 1'])
})

async function owe(to: Place, key: string): Promise<void> {
  const message = notice(key.split(' ')[1] ?? '')
  await planMessage(store.db, { key, to, message, now: store.now() })
  await storeMessages(store.db, [{ id: deliveryId(key), message }])
}
