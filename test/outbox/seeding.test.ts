import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelId, ChatAdapter } from '../../src/core/chat.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import type { Store } from '../../src/db/open.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { insertDeliveries } from '../../src/outbox/plan-deliveries.ts'
import { claimReady } from '../../src/outbox/queue/claims.ts'
import { claimSeeds, nextSeedAt } from '../../src/outbox/queue/seeds.ts'
import { settleDeliveries } from '../../src/outbox/queue/settlements.ts'
import { FAULTS } from '../chaos/faults.ts'
import { type FakeChat, fakeChat } from '../fakes/chat.ts'
import { createChatClient } from '../fakes/chat-client.ts'
import { type Fault, startChatPlatform } from '../fakes/chat-platform.ts'
import { log } from '../fakes/day.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aDelivery, wordsOf } from '../fixtures/deliveries.ts'

const timeouts = { attempt: 2_000, lease: 5_000, firstLook: 5, betweenLooks: 20, backoff: 2, stop: 300 }
let store: Store
let chat: FakeChat
beforeEach(async () => {
  store = await openScratch()
  chat = fakeChat('slack')
})
afterEach(() => store.close())

async function owe(places: ChannelId[]): Promise<void> {
  const owed = places.map((place, index) => aDelivery(`${place} ${index}`, index, null, place))
  await insertDeliveries(store.db, owed)
  await storeMessages(
    store.db,
    owed.map((one) => ({ ...wordsOf(one), seed: ['👍'] })),
  )
}

async function sendAll(adapter: ChatAdapter = chat, allowance = UNLIMITED): Promise<void> {
  const adapters = new Map([['slack', adapter]])
  const onChannelRefused = async () => {}
  const context = { store, log, adapters, allowances: { slack: allowance }, timeouts, owner: 'test' }
  const outbox = createOutbox({ ...context, now: store.now, onChannelRefused })
  await outbox.settled()
  await outbox.stop()
}

/** A post that is there, and on record; its sender did no more. */
async function sendAndDie(): Promise<void> {
  await owe(['slack:T1/C1'])
  const request = {
    platform: 'slack',
    allowance: UNLIMITED,
    after: '',
    limit: 1,
    lookAheadMs: 0,
    owner: 'dead',
    leaseMs: 1,
  }
  const { claims } = await claimReady(store, { ...request, now: store.now() })
  const settlement = { state: 'sent', post: { channel: 'slack:T1/C1', id: '7' }, reason: null } as const
  const settled = claims.map((claim) => ({ claim, settlement }))
  await settleDeliveries(store, settled, { ...request, now: store.now() })
}

const reasons = async () =>
  (await store.db.selectFrom('deliveries').select('reason').execute()).map((row) => row.reason)

describe('a post gets its first reaction', () => {
  for (const [index, fault] of FAULTS.entries())
    it.each(['the post', 'the reaction'])(
      `although the answer to %s was “${fault.answer}” (${index + 1})`,
      async (what) => {
        await owe(['slack:T1/C1'])
        const faults: (Fault | null)[] = what === 'the post' ? [fault] : [null, fault]
        const nextFault = () => faults.shift() ?? null
        const given = { perSecond: null, nonceMs: 0, visibleAfterMs: 0, latencyMs: 0, nextFault }
        const platform = await startChatPlatform(given)
        const client = createChatClient({ platform: 'slack', url: platform.url, timeoutMs: 5_000, nonceMs: 0 })
        await sendAll(client)
        expect(platform.posts.map(({ seeds }) => [...seeds])).toEqual([['👍']])
        await client.stop()
        await platform.close()
      },
    )

  it('when the program was killed between the post and the reaction', async () => {
    await sendAndDie()
    await sendAll()
    expect([...chat.seeds]).toEqual([['7', ['👍']]])
  })

  it('when the program was killed with the reaction in hand, as soon as its time is over', async () => {
    await sendAndDie()
    const now = store.now()
    const taken = { platform: 'slack', allowance: UNLIMITED, limit: 9, lookAheadMs: 0, leaseMs: 1_000 }
    expect(await claimSeeds(store, { ...taken, now })).toMatchObject([{ emoji: ['👍'] }])
    expect(await claimSeeds(store, { ...taken, now: now + 900 })).toEqual([])
    await deliverAll(store, chat, now + 1_100)
    expect([...chat.seeds]).toEqual([['7', ['👍']]])
  })

  it('or none, for a reason that is kept, where that is refused for good', async () => {
    await owe(['slack:T1/C1', 'slack:T1/C2'])
    let tries = 0
    const { seed } = chat
    chat.seed = async (ref, emoji) => {
      if (ref.channel !== 'slack:T1/C1') return seed(ref, emoji)
      tries += 1
      return { kind: 'refused', reason: 'a permission is missing', permanent: true }
    }
    await sendAll()
    expect([tries, chat.seeds.size]).toEqual([1, 1])
    expect(await reasons()).toEqual(['a permission is missing', null])
    expect(await nextSeedAt(store.db, ['slack'])).toBeNull()
  })

  it('at the pace that the platform allows its team, and other teams at theirs', async () => {
    await owe([1, 2, 3, 4, 5].map((index): ChannelId => `slack:T${index > 4 ? 2 : 1}/C${index}` as const))
    const now = store.now() + 60_000
    await deliverAll(store, { ...chat, seed: async () => ({ kind: 'wait', seconds: 0, scope: 'place' }) }, now)
    const taken = { platform: 'slack', limit: 9, lookAheadMs: 0, leaseMs: 60_000 }
    const allowance = { ...UNLIMITED, seed: { perSecond: 2, burst: 2 } }
    const takenAt = async (ms: number) => {
      const seeds = await claimSeeds(store, { ...taken, allowance, now: now + ms })
      return seeds.map(({ team }) => team).toSorted()
    }
    expect(await takenAt(0)).toEqual(['slack:T1', 'slack:T1', 'slack:T2'])
    expect(await takenAt(400)).toEqual([])
    expect(await takenAt(600)).toEqual(['slack:T1'])
    expect(await takenAt(1_100)).toEqual(['slack:T1'])
  })
})
