import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listChannels, subscribeChannel } from '../../../src/channels/channels.ts'
import { subscribeListed } from '../../../src/cli/wiring/start-platforms.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  for (const [id, name] of [
    ['C2', 'vision'],
    ['C3', 'speech'],
  ] as const)
    bot.slack.workspace.channels.push({ id, name, isMember: false, isArchived: false, isPrivate: false, users: [] })
})
afterEach(() => bot.close())

async function start(...listed: string[]): Promise<string[]> {
  await subscribeListed({ ...bot, connections: bot.connections.map((setup) => ({ ...setup, listed })) })
  return (await listChannels(bot.store.db)).map(({ name }) => name)
}

describe('the channels of the settings', () => {
  it('are joined and subscribed while they are listed; those subscribed in chat stay', async () => {
    expect(await start('#vision', 'C3')).toEqual(['papers', 'vision', 'speech'])
    expect(bot.slack.workspace.channels.every(({ isMember }) => isMember)).toBe(true)
    expect(await start('vision')).toEqual(['papers', 'vision'])
    expect(await start('vision', 'speech')).toEqual(['papers', 'vision', 'speech'])
  })

  it('stay when one of them cannot be looked up this once', async () => {
    await start('vision', 'speech')
    bot.slack.failNext('conversations.list', { kind: 'error', error: 'internal_error' })
    expect(await start('vision')).toEqual(['papers', 'vision', 'speech'])
    expect(await start('vision', 'nowhere')).toEqual(['papers', 'vision', 'speech'])
  })

  it('keep what was set for them in chat', async () => {
    await subscribeChannel(bot.store.db, 'slack:T1/C2', 'vision', 0)
    await bot.store.db
      .updateTable('channels')
      .set({ settings: '{"papersPerDay":3}' })
      .where('id', '=', 'slack:T1/C2')
      .execute()
    await start('vision')
    const [, vision] = await listChannels(bot.store.db)
    expect(vision?.settings).toEqual({ papersPerDay: 3 })
  })
})
