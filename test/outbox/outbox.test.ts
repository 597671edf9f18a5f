import { afterEach, beforeEach, expect, it } from 'vitest'
import { findChannel, subscribeChannel } from '../../src/channels/channels.ts'
import { type ChannelId, idOf } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import type { Store } from '../../src/db/open.ts'
import { pauseChannel } from '../../src/ops/lifecycle.ts'
import { reviveDeliveries, stuckDeliveries } from '../../src/outbox/backlog.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { createOutbox, type Outbox, type OutboxContext } from '../../src/outbox/outbox.ts'
import { insertDeliveries } from '../../src/outbox/plan-deliveries.ts'
import { type FakeChat, fakeChat } from '../fakes/chat.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aDelivery, wordsOf } from '../fixtures/deliveries.ts'
import { deadline } from '../wait.ts'

const timeouts = { attempt: 2_000, lease: 10_000, firstLook: 5, betweenLooks: 20, backoff: 2, stop: 300 }
const hello = notice('Hello.')

let store: Store
let chat: FakeChat
let outbox: Outbox | null

beforeEach(async () => {
  store = await openScratch()
  chat = fakeChat('slack')
  outbox = null
})
afterEach(async () => {
  await outbox?.stop()
  await store.close()
})

it('sends a channel’s messages in order and channels side by side', async () => {
  await owe(['slack:T1/C1', 'slack:T1/C2', 'slack:T2/C1'], 4)
  await send()
  expect(chat.posts).toHaveLength(12)
  expect(said('slack:T1/C2')).toEqual([1, 2, 3, 4].map((part) => `slack:T1/C2 ${part}`))
})

it('writes to a person where the place is one, and brings the files that were stored with the words', async () => {
  const files = [{ name: 'agenda.md', type: 'text/markdown', text: '# Agenda' }]
  const owed = {
    ...aDelivery('follow', 1),
    to: { person: 'slack:T1/U1' } as const,
    subject: { kind: 'said', message: hello, files } as const,
  }
  await insertDeliveries(store.db, [owed])
  await storeMessages(store.db, [wordsOf(owed)])
  await owe(['slack:T1/C1'], 1)
  await send()
  expect(
    chat.posts.map(({ to, files }) => ({ to, files })).toSorted((a, b) => b.files.length - a.files.length),
  ).toEqual([
    { to: { person: 'slack:T1/U1' }, files },
    { to: { channel: 'slack:T1/C1' }, files: [] },
  ])
})

it('looks for a message whose fate is unknown, and does not send it twice', async () => {
  await owe(['slack:T1/C1'], 2)
  const { send: really } = chat
  let failures = 1
  chat.send = async (outgoing) => {
    const outcome = await really(outgoing)
    return failures-- > 0 ? { kind: 'uncertain', reason: 'the connection broke' } : outcome
  }
  await send()
  expect(said('slack:T1/C1')).toEqual(['slack:T1/C1 1', 'slack:T1/C1 2'])
})

it('sends again what did not arrive, after two looks', async () => {
  await owe(['slack:T1/C1'], 1)
  chat.next.push({ kind: 'uncertain', reason: 'no answer' })
  let looks = 0
  const { find } = chat
  chat.find = (outgoing) => {
    looks += 1
    return find(outgoing)
  }
  await send()
  expect([looks, chat.posts.length]).toEqual([2, 1])
})

it('holds and reports what a platform cannot tell about, and looks first when it is revived', async () => {
  await owe(['slack:T1/C1'], 1)
  chat.next.push({ kind: 'uncertain', reason: 'no answer' })
  chat.find = async () => ({ kind: 'cannot-tell', reason: 'not a member of the channel' })
  await send()
  expect(await stuckDeliveries(store.db)).toMatchObject([
    { state: 'held', reason: 'no answer; not a member of the channel' },
  ])
  chat.find = async ({ id }) => ({ kind: 'found', ref: { channel: 'slack:T1/C1', id } })
  await reviveDeliveries(store.db, [])
  await send()
  expect([chat.posts.length, await stuckDeliveries(store.db)]).toEqual([0, []])
})

it('treats an adapter that throws or never answers as one that may have sent', async () => {
  await owe(['slack:T1/C1'], 2)
  const { send: really } = chat
  const faults = [() => Promise.reject(new Error('socket hang up')), () => new Promise<never>(() => {})]
  chat.send = async (outgoing) => {
    await really(outgoing)
    const fault = faults.shift()
    return fault ? fault() : { kind: 'sent', ref: { channel: 'slack:T1/C1', id: '1' } }
  }
  await send()
  expect(said('slack:T1/C1')).toEqual(['slack:T1/C1 1', 'slack:T1/C1 2'])
})

it('pauses a channel that refuses for good, tells who subscribed it why, once, and sends nothing more there', async () => {
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0, 'slack:T1/U1')
  await owe(['slack:T1/C1', 'slack:T1/C2'], 3)
  const { send: really } = chat
  let refused = 0
  chat.send = async (outgoing) => {
    if (!('channel' in outgoing.to) || outgoing.to.channel !== 'slack:T1/C1') return really(outgoing)
    refused += 1
    return { kind: 'refused', reason: 'the channel is archived', permanent: true }
  }
  await send({
    onChannelRefused: (channel, reason) => pauseChannel({ store, log, alertChannel: null }, channel, reason),
  })
  const told = chat.posts.flatMap(({ to, message }) =>
    'person' in to ? [[to.person, message.heading, message.note]] : [],
  )
  const why = 'Paused: the channel is archived. Once that is fixed, type `/papers resume` there.'
  expect([refused, told]).toEqual([1, [['slack:T1/U1', 'papers', why]]])
  expect(said('slack:T1/C2')).toHaveLength(3)
  expect(await findChannel(store.db, 'slack:T1/C1')).toMatchObject({
    state: 'paused',
    reason: 'the channel is archived',
  })
  expect((await stuckDeliveries(store.db)).map(({ state }) => state)).toEqual(['held', 'held', 'held'])
})

it('gives up a message that is refused again and again, and goes on with the next', async () => {
  await owe(['slack:T1/C1'], 2)
  for (let times = 0; times < 8; times++)
    chat.next.push({ kind: 'refused', reason: 'invalid_blocks', permanent: false })
  await send()
  expect(await stuckDeliveries(store.db)).toMatchObject([{ state: 'dead', reason: 'invalid_blocks (tried 8 times)' }])
  expect(said('slack:T1/C1')).toEqual(['slack:T1/C1 2'])
})

it.each(['place', 'team'] as const)('delays by a rate limit what shares its %s, and nothing else', async (scope) => {
  await owe(['slack:T1/C1', 'slack:T1/C2', 'slack:T2/C1'], 1)
  let limitedAt = Number.POSITIVE_INFINITY
  const times = new Map<string, number>()
  chat.send = async ({ to }) => {
    const place = idOf(to) as ChannelId
    if (place === 'slack:T1/C1' && limitedAt > performance.now()) {
      limitedAt = performance.now()
      return { kind: 'wait', seconds: 2, scope }
    }
    times.set(place, performance.now())
    // Slow enough for the limit to be known before the second channel of the team is tried.
    return { kind: 'sent', ref: { channel: place, id: '1' } }
  }
  await send({ allowances: { slack: { ...UNLIMITED, platform: { perSecond: 10, burst: 1 } } } })
  const afterLimit = (place: string) => (times.get(place) ?? Number.NaN) - limitedAt
  // The last one that had to wait; what need not wait is there before it, however slow the machine is.
  const limited = afterLimit('slack:T1/C1')
  expect(limited).toBeGreaterThan(1_900)
  expect(afterLimit('slack:T2/C1')).toBeLessThan(limited)
  if (scope === 'team') expect(afterLimit('slack:T1/C2')).toBeGreaterThan(1_900)
  else expect(afterLimit('slack:T1/C2')).toBeLessThan(limited)
})

it('keeps to the pace of the platform and of each place', async () => {
  await owe(['slack:T1/C1', 'slack:T1/C2'], 4)
  const pace = { ...UNLIMITED, platform: { perSecond: 100, burst: 1 }, place: { perSecond: 2, burst: 2 } }
  const start = performance.now()
  await send({ allowances: { slack: pace } })
  // Two of each place at once, then one each half second, side by side.
  expect(performance.now() - start).toBeGreaterThanOrEqual(900)
  const order = chat.posts.map(({ message }) => message.note?.at(-1))
  expect(order).toEqual(order.toSorted())
})

it('does not let a big team starve a small one', async () => {
  await owe(
    Array.from({ length: 120 }, (_, index) => `slack:T1/C${index}` as const),
    1,
  )
  await owe(['slack:T2/C1'], 1)
  await send({ allowances: { slack: { ...UNLIMITED, platform: { perSecond: 200, burst: 1 } } } })
  expect(chat.posts.findIndex(({ to }) => 'channel' in to && to.channel === 'slack:T2/C1')).toBeLessThan(3)
})

it('remembers what was sent while the database is away', async () => {
  await owe(['slack:T1/C1'], 2)
  let isAway = false
  const { write, ...rest } = store
  const flaky: Store = { ...rest, write: (work) => (isAway ? Promise.reject(new Error('no database')) : write(work)) }
  const { send: really } = chat
  chat.send = async (outgoing) => {
    isAway = true
    setTimeout(() => {
      isAway = false
    }, 150)
    return really(outgoing)
  }
  chat.find = () => Promise.reject(new Error('nothing was uncertain'))
  await send({ store: flaky })
  expect(said('slack:T1/C1')).toEqual(['slack:T1/C1 1', 'slack:T1/C1 2'])
})

it('finishes what is being sent when it is stopped, and claims nothing more', async () => {
  await owe(['slack:T1/C1'], 3)
  const { send: really } = chat
  const begun = Promise.withResolvers<void>()
  const answered = Promise.withResolvers<void>()
  chat.send = async (outgoing) => {
    begun.resolve()
    await answered.promise
    return really(outgoing)
  }
  outbox = createOutbox(context({ timeouts: { ...timeouts, stop: deadline(5_000) } }))
  await begun.promise
  const stopped = outbox.stop()
  answered.resolve()
  await stopped
  expect(said('slack:T1/C1')).toEqual(['slack:T1/C1 1'])
  chat.send = really
  chat.find = () => Promise.reject(new Error('nothing was uncertain'))
  await send()
  expect(said('slack:T1/C1')).toHaveLength(3)
})

it('stops in time although a platform never answers', async () => {
  await owe(['slack:T1/C1'], 1)
  const begun = Promise.withResolvers<void>()
  chat.send = () => {
    begun.resolve()
    return new Promise(() => {})
  }
  const attempt = deadline(60_000)
  outbox = createOutbox(context({ timeouts: { ...timeouts, attempt, lease: 2 * attempt } }))
  await begun.promise
  const start = performance.now()
  await outbox.stop()
  expect(performance.now() - start).toBeLessThan(attempt / 2)
})

const context = (given: Partial<OutboxContext>): OutboxContext => ({
  store,
  log,
  adapters: new Map([['slack', chat]]),
  allowances: { slack: UNLIMITED },
  timeouts,
  owner: 'test',
  now: store.now,
  onChannelRefused: async () => {},
  ...given,
})

/** Runs the outbox until everything is settled. */
async function send(given: Partial<OutboxContext> = {}): Promise<void> {
  outbox = createOutbox(context(given))
  await outbox.settled()
  await outbox.stop()
}

async function owe(places: ChannelId[], each: number): Promise<void> {
  const owed = places.flatMap((place) =>
    Array.from({ length: each }, (_, index) => aDelivery(`${place} ${index + 1}`, index, null, place)),
  )
  await insertDeliveries(store.db, owed)
  await storeMessages(store.db, owed.map(wordsOf))
}

const said = (place: ChannelId): (string | null)[] =>
  chat.posts.flatMap(({ to, message }) => ('channel' in to && to.channel === place ? [message.note] : []))
