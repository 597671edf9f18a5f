import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChannel, setChannelState, subscribeChannel } from '../../src/channels/channels.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import { deleteRemovedTeams, handleLifecycle } from '../../src/ops/lifecycle.ts'
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

const log = pino({}, { write: (line) => void logged.push(line) })
const follow = (event: Parameters<typeof handleLifecycle>[1]) =>
  handleLifecycle({ store, log, alertChannel: null }, event)
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
    'discord:7: No more posts: the channel was deleted. `/papers subscribe` starts posts again, there or in another channel.',
  ])
})

describe('a workspace', () => {
  beforeEach(async () => {
    for (const channel of ['C1', 'C2', 'C3'])
      await subscribeChannel(store.db, `slack:T1/${channel}` as const, channel, 0)
    await setChannelState(store.db, 'slack:T1/C2', 'paused', 'by Ada')
    await setChannelState(store.db, 'slack:T1/C3', 'left', null)
  })
  const tell = (change: 'installed' | 'revoked' | 'uninstalled') => follow({ team: 'slack:T1', change })
  const states = async () =>
    Promise.all(['C1', 'C2', 'C3'].map(async (id) => (await findChannel(store.db, `slack:T1/${id}` as const))?.state))
  const forgetAfter = (days: number) => deleteRemovedTeams({ store, log }, store.now() + days * 86_400_000)

  it('pauses when its token is refused, and goes on as it was with a new one', async () => {
    await tell('revoked')
    expect(await states()).toEqual(['paused', 'paused', 'left'])
    expect((await findChannel(store.db, 'slack:T1/C1'))?.reason).toContain('install it again')
    await tell('installed')
    expect(await states()).toEqual(['active', 'paused', 'left'])
  })

  it('that comes back within thirty days goes on; what somebody had paused does not', async () => {
    await tell('uninstalled')
    expect(await states()).toEqual(['left', 'left', 'left'])
    await forgetAfter(29)
    await tell('installed')
    await forgetAfter(40)
    expect(await states()).toEqual(['active', 'left', 'left'])
  })

  it('that stays away is forgotten after thirty days', async () => {
    await tell('uninstalled')
    await tell('uninstalled')
    await forgetAfter(31)
    expect(await states()).toEqual([undefined, undefined, undefined])
  })
})
