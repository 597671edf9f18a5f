import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ChannelId, ChatAdapter } from '../../src/core/chat.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { stuckDeliveries } from '../../src/outbox/backlog.ts'
import { deliveryId } from '../../src/outbox/delivery.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { insertDeliveries } from '../../src/outbox/plan-deliveries.ts'
import { fakeChat } from '../fakes/chat.ts'
import { createChatClient } from '../fakes/chat-client.ts'
import { type Fault, startChatPlatform } from '../fakes/chat-platform.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aDelivery, wordsOf } from '../fixtures/deliveries.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'

const timeouts = { attempt: 5_000, lease: 10_000, firstLook: 5, betweenLooks: 20, backoff: 2, stop: 300 }
const said: string[] = []
const log = pino({ level: 'info' }, { write: (line) => said.push(JSON.parse(line).msg) })
beforeEach(() => {
  said.length = 0
})

async function owe(store: Store, places: number): Promise<string[]> {
  const owed = Array.from({ length: places }, (_, index): ChannelId => `slack:T1/C${index}` as const).flatMap((place) =>
    [1, 2, 3].map((part) => aDelivery(`${place} ${part}`, part, null, place)),
  )
  await insertDeliveries(store.db, owed)
  await storeMessages(store.db, owed.map(wordsOf))
  return owed.map(({ key }) => key).toSorted()
}

async function sendAll(store: Store, chat: ChatAdapter): Promise<void> {
  const allowances = { slack: UNLIMITED }
  const adapters = new Map([['slack', chat]])
  const onChannelRefused = async () => {}
  const context = { store, log, adapters, allowances, timeouts, owner: 'test', now: store.now, onChannelRefused }
  const outbox = createOutbox(context)
  await outbox.settled()
  await outbox.stop()
}

/** A platform on which something happens to the bot while the first message is on its way. */
function chatDuring(trouble: () => Promise<unknown>) {
  const chat = fakeChat('slack')
  const { send } = chat
  let begun: Promise<unknown> | null = null
  chat.send = async (outgoing) => {
    begun ??= trouble()
    await begun
    return send(outgoing)
  }
  return { chat, shown: () => chat.posts.map(({ message }) => message.note).toSorted() }
}

describe('the outbox says what it waits for, and then sends everything once', () => {
  it('when the disk was full', async () => {
    const store = await openScratch()
    const owed = await owe(store, 40)
    const { chat, shown } = chatDuring(async () => {
      await fillDisk(store)
      setTimeout(() => sql`pragma max_page_count = 1000000`.execute(store.db), 500)
    })
    await sendAll(store, chat)
    expect(shown()).toEqual(owed)
    expect(said.filter((line) => line.startsWith('waiting for the database')).length).toBeGreaterThan(0)
    expect(said).toContain('the database is back')
    await store.close()
  })

  it.skipIf(missingPostgres !== null)('when PostgreSQL was away', async () => {
    const server = await startPostgres()
    const store = await openStore(await server.createDatabase())
    const owed = await owe(store, 5)
    const { chat, shown } = chatDuring(async () => {
      await server.stop()
      setTimeout(() => server.start(), 1_500)
    })
    await sendAll(store, chat)
    expect(shown()).toEqual(owed)
    expect(said.filter((line) => line.startsWith('waiting for the database')).length).toBeGreaterThan(0)
    expect(said).toContain('the database is back')
    await store.close()
    await server.close()
  })
})

it.each([true, false])('learns what a login page in place of an answer meant (accepted: %s)', async (accepted) => {
  const store = await openScratch()
  const owed = await owe(store, 2)
  const faults: Fault[] = [1, 2, 3].map(() => ({ answer: 'html', accepted, late: false }))
  const nextFault = () => faults.pop() ?? null
  const platform = await startChatPlatform({ perSecond: null, nonceMs: 0, visibleAfterMs: 0, latencyMs: 0, nextFault })
  const client = createChatClient({ platform: 'slack', url: platform.url, timeoutMs: 5_000, nonceMs: 0 })
  await sendAll(store, client)
  expect(platform.posts.map(({ delivery }) => delivery).toSorted()).toEqual(owed.map(deliveryId).toSorted())
  expect(await stuckDeliveries(store.db)).toEqual([])
  await client.stop()
  await platform.close()
  await store.close()
})

/** No page more, and none that is free. */
async function fillDisk({ db }: Store): Promise<void> {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 1)}`.execute(db)
  for (let row = 0; ; row++) {
    const written = db.insertInto('meta').values({ key: `filler ${row}`, value: 'x'.repeat(500) })
    if (await written.execute().then(() => false, () => true)) return // biome-ignore format: one idea
  }
}
