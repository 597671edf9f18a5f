import { expect, it } from 'vitest'
import { findChannel } from '../../../src/channels/channels.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'

const LOUNGE = { id: 'C2', name: 'lounge', isMember: true, isArchived: false, isPrivate: false, users: ['U1', 'U2'] }

it('offers the zone of whoever subscribes, filled in, for the channel that was subscribed', async () => {
  const bot = await openSlackBot({ timezone: 'UTC' })
  bot.slack.workspace.channels.push(LOUNGE)
  expect(await bot.answerTo(() => bot.command('subscribe', { channel: 'C2' }))).toMatch(/In Europe\/BerlinSettings$/)
  const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
  const form = await bot.windowOf(() => bot.pressInAnswer(blocks, 'settings-form', { channel: 'C1' }))
  expect(JSON.stringify(form.blocks)).toContain('"initial_option":{"text":{"type":"plain_text","text":"Europe/Berlin"')
  await bot.submit(form, {})
  expect((await findChannel(bot.store.db, 'slack:T1/C2'))?.settings).toEqual({ timezone: 'Europe/Berlin' })
  await bot.close()
})

it('offers any zone where nobody knows theirs and times are in UTC', async () => {
  const bot = await openSlackBot({ timezone: 'UTC' })
  bot.slack.workspace.channels.push(LOUNGE)
  const said = await bot.answerTo(() => bot.command('subscribe', { channel: 'C2', user: 'U2' }))
  expect(said).toMatch(/Another time zoneSettings$/)
  await bot.close()
})
