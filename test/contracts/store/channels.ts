import { expect, it } from 'vitest'
import {
  findChannel,
  firstSubscriber,
  listChannels,
  saveSettings,
  setChannelState,
  subscribeChannel,
} from '../../../src/channels/channels.ts'
import type { OwnSettings } from '../../../src/channels/settings.ts'
import type { OpenStore } from '../store.ts'

const papers = 'slack:T1/C1'

export function channelsContract(open: OpenStore): void {
  it('subscribes a channel once, under its newest name', async () => {
    const { db } = await open()
    await subscribeChannel(db, papers, 'papers', 1)
    await saveSettings(db, papers, { papersPerDay: 3 })
    await subscribeChannel(db, papers, 'reading', 2)
    expect(await listChannels(db)).toEqual([
      {
        id: papers,
        name: 'reading',
        team: 'slack:T1',
        state: 'active',
        reason: null,
        settings: { papersPerDay: 3 },
        refused: [],
        subscribedBy: null,
        createdAt: 1,
        lastDigestOn: null,
        lastPlannedAt: null,
      },
    ])
  })

  it('remembers who subscribed a channel, and who was the first', async () => {
    const { db } = await open()
    await subscribeChannel(db, 'slack:T1/C0', 'listed', 0)
    expect(await firstSubscriber(db)).toBeNull()
    await subscribeChannel(db, 'slack:T1/C2', 'vision', 2, 'slack:T1/U2')
    await subscribeChannel(db, papers, 'papers', 1, 'slack:T1/U1')
    await subscribeChannel(db, papers, 'papers', 3)
    expect((await findChannel(db, papers))?.subscribedBy).toBe('slack:T1/U1')
    expect(await firstSubscriber(db)).toBe('slack:T1/U1')
    await setChannelState(db, papers, 'left', null)
    expect(await firstSubscriber(db)).toBe('slack:T1/U2')
    await subscribeChannel(db, papers, 'papers', 4, 'slack:T1/U3')
    expect(await firstSubscriber(db)).toBe('slack:T1/U3')
  })

  it('subscribes a channel once when three processes do it at once', async () => {
    const stores = await Promise.all([open(), open(), open()])
    await Promise.all(stores.map(({ db }, index) => subscribeChannel(db, papers, 'papers', index)))
    const { db } = stores[0]
    expect(await listChannels(db)).toHaveLength(1)
  })

  it('brings back a channel that had left, and leaves a paused one paused', async () => {
    const { db } = await open()
    await subscribeChannel(db, papers, 'papers', 1)
    await setChannelState(db, papers, 'left', null)
    expect(await listChannels(db)).toEqual([])
    await subscribeChannel(db, papers, 'papers', 2)
    expect(await findChannel(db, papers)).toMatchObject({ state: 'active', createdAt: 1 })
    await setChannelState(db, papers, 'paused', 'by Ada')
    await subscribeChannel(db, papers, 'papers', 3)
    expect(await findChannel(db, papers)).toMatchObject({ state: 'paused', reason: 'by Ada' })
  })

  it('remembers whom a channel named, and for which of its channels a server did', async () => {
    const { db } = await open()
    const [here, there] = ['discord:1/1', 'discord:1/2'] as const
    for (const channel of [here, there]) await subscribeChannel(db, channel, 'papers', 1)
    const curators = { id: '800000000000000007', name: 'Curators' }
    const settings: OwnSettings = { managers: { people: ['discord:2'], roles: [curators] }, speakers: 'everyone' }
    await saveSettings(db, here, settings)
    expect((await listChannels(db)).map((channel) => channel.settings)).toEqual([settings, {}])
  })

  it('follows the environment where a stored setting makes no sense, names it, and keeps the others', async () => {
    const { db } = await open()
    await subscribeChannel(db, papers, 'papers', 1)
    const store = (settings: string) => db.updateTable('channels').set({ settings }).execute()
    await store('{"timezone":"PST","papersPerDay":3,"postAt":"08:30"}')
    expect(await findChannel(db, papers)).toMatchObject({
      settings: { papersPerDay: 3, postAt: '08:30' },
      refused: [{ name: 'timezone', value: 'PST' }],
    })
    for (const broken of ['{"timezone":', 'null', '[]']) {
      await store(broken)
      expect(await findChannel(db, papers)).toMatchObject({ settings: {}, refused: [{ name: '', value: broken }] })
    }
    await expect(saveSettings(db, papers, { timezone: 'Mars/Olympus' })).rejects.toThrow()
  })

  it('knows that it does not know a channel', async () => {
    const { db } = await open()
    expect(await findChannel(db, 'slack:T1/C9')).toBeNull()
  })
}
