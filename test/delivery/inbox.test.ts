import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInbox } from '../../src/delivery/inbox.ts'
import { type HandleEvent, handleNext, type InboxEvent, receiveEvent } from '../../src/store/inbox.ts'
import type { Store } from '../../src/store/open.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'

let store: Store
beforeEach(async () => {
  store = await openScratch()
})
afterEach(() => store.close())

const reaction = (event: string, key: string): InboxEvent => ({
  event,
  key,
  kind: 'reaction',
  payload: { emoji: '👍' },
})

/** Handles by writing a row, as real handlers do. */
const remember: HandleEvent = async (db, { event }) => {
  await db
    .insertInto('meta')
    .values({ key: `handled:${event}`, value: '' })
    .execute()
}
const remembered = async () =>
  (await store.db.selectFrom('meta').select('key').orderBy('key').execute()).map((row) => row.key)

it('handles an event once, however often the platform tells of it', async () => {
  const seen: string[] = []
  const inbox = createInbox({ store, log, handle: async (_, { event }) => void seen.push(event) })
  for (const event of ['Ev1', 'Ev2', 'Ev1', 'Ev2', 'Ev1']) await inbox.receive(reaction(event, 'post'))
  await sleep(100)
  await inbox.stop()
  expect(seen).toEqual(['Ev1', 'Ev2'])
})

it('does all or nothing when it fails in the middle, and tries again', async () => {
  await receiveEvent(store.db, reaction('Ev1', 'post'), 0)
  const breaking: HandleEvent = async (db, event) => {
    await remember(db, event)
    throw new Error('killed')
  }
  expect(await handleNext(store, breaking, 0)).toMatchObject({ attempts: 1, error: new Error('killed') })
  expect(await remembered()).toEqual([])
  expect(await handleNext(store, remember, 0)).toMatchObject({ error: null })
  expect(await remembered()).toEqual(['handled:Ev1'])
  expect(await handleNext(store, remember, 0)).toBeNull()
})

it('keeps the order of one post, and lets other posts pass one that fails', async () => {
  const seen: string[] = []
  let failures = 1
  const handle: HandleEvent = async (_, { event }) => {
    if (event === 'a1' && failures-- > 0) throw new Error('not yet')
    seen.push(event)
  }
  for (const [event, key] of [['a1', 'a'], ['a2', 'a'], ['b1', 'b']] as const) // biome-ignore format: one table
    await receiveEvent(store.db, reaction(event, key), 0)
  const inbox = createInbox({ store, log, handle })
  await expect.poll(() => seen.length, { timeout: 8_000 }).toBe(3)
  await inbox.stop()
  expect(seen).toEqual(['b1', 'a1', 'a2'])
})
