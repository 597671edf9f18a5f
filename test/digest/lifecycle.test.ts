import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChannelId } from '../../src/chat.ts'
import { followLifecycle } from '../../src/digest/lifecycle.ts'
import { findChannel, subscribeChannel } from '../../src/store/channels.ts'
import type { Store } from '../../src/store/open.ts'
import { openScratch } from '../fakes/scratch.ts'

const papers: ChannelId = 'discord:1/2'
let store: Store
let logged: string[]
beforeEach(async () => {
  logged = []
  store = await openScratch()
  await subscribeChannel(store.db, papers, 'papers', 0, 'discord:7')
})
afterEach(() => store.close())

const follow = (event: Parameters<typeof followLifecycle>[1]) =>
  followLifecycle({ store, log: pino({}, { write: (line) => void logged.push(line) }), alertChannel: null }, event)
const told = async () =>
  (await store.db.selectFrom('deliveries').select(['place', 'message']).execute()).map(
    ({ place, message }) => `${place}: ${JSON.parse(message ?? '{}').note}`,
  )

it('follows a new name, and takes no notice of other changes, or of channels it does not post to', async () => {
  await follow({ channel: papers, change: 'renamed', detail: 'papers' })
  await follow({ channel: 'discord:1/3', change: 'renamed', detail: 'cats' })
  await follow({ channel: 'discord:1/3', change: 'removed', detail: 'the channel was deleted' })
  expect(logged).toEqual([])
  await follow({ channel: papers, change: 'renamed', detail: 'reading' })
  expect((await findChannel(store.db, papers))?.name).toBe('reading')
  expect(logged).toHaveLength(1)
})

it('tells whoever subscribed a channel that it was deleted, once', async () => {
  for (let time = 0; time < 2; time += 1)
    await follow({ channel: papers, change: 'removed', detail: 'the channel was deleted' })
  expect(await findChannel(store.db, papers)).toMatchObject({ state: 'left', reason: 'the channel was deleted' })
  expect(await told()).toEqual([
    'discord:7: No more posts: the channel was deleted. `/papers subscribe` starts again, there or elsewhere.',
  ])
})
