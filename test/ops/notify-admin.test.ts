import { afterEach, beforeEach, expect, it } from 'vitest'
import { findChannel, subscribeChannel } from '../../src/channels/channels.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import { notifyAdmin } from '../../src/ops/notify-admin.ts'
import { type FakeChat, fakeChat } from '../fakes/chat.ts'
import { log } from '../fakes/day.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { openScratch } from '../fakes/scratch.ts'

let store: Store
let chat: FakeChat
beforeEach(async () => {
  store = await openScratch()
  chat = fakeChat('slack')
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 1, 'slack:T1/U1')
  await subscribeChannel(store.db, 'slack:T1/C2', 'vision', 2, 'slack:T1/U2')
})
afterEach(() => store.close())

/** What is heard of a trouble, and by whom. */
async function tell(about: string, channel: ChannelId | null, alertChannel: string | null = null) {
  const concerned = channel ? await findChannel(store.db, channel) : null
  await notifyAdmin({ store, log, alertChannel }, { about, channel: concerned, text: 'It broke; mend it.' })
  await deliverAll(store, chat, store.now())
  return chat.posts.splice(0).map(({ to, message }) => [Object.values(to)[0], message.kind, message.heading])
}

it('tells whoever subscribed the channel, once, however often it is noticed', async () => {
  expect(await tell('C2 broke', 'slack:T1/C2')).toEqual([['slack:T1/U2', 'alert', 'vision']])
  expect(await tell('C2 broke', 'slack:T1/C2')).toEqual([])
  expect(await tell('C2 broke again', 'slack:T1/C2')).toHaveLength(1)
})

it('tells the first subscriber what concerns the whole bot', async () => {
  expect(await tell('no source', null)).toEqual([['slack:T1/U1', 'alert', null]])
})

it('tells a chosen channel instead, by id or name, and names no channel that its readers may not see', async () => {
  expect(await tell('a', 'slack:T1/C2', 'slack:T9/C9')).toEqual([['slack:T9/C9', 'alert', 'slack:T1/C2']])
  expect(await tell('b', 'slack:T1/C2', '#papers')).toEqual([['slack:T1/C1', 'alert', 'slack:T1/C2']])
})

it('tells the subscriber when the chosen channel is the trouble, or is not there', async () => {
  expect(await tell('a', 'slack:T1/C1', 'papers')).toEqual([['slack:T1/U1', 'alert', 'papers']])
  expect(await tell('b', 'slack:T1/C1', 'nowhere')).toEqual([['slack:T1/U1', 'alert', 'papers']])
})
