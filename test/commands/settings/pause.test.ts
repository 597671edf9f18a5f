import { expect, it } from 'vitest'
import { findChannel } from '../../../src/channels/channels.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'

it.each([
  ['pause', 'Paused: no posts here', 'paused'],
  ['unsubscribe', 'Unsubscribed: no more posts here', 'left'],
])('tells the channel of %s once, in one line with Undo, which takes it back', async (verb, said, state) => {
  const bot = await openSlackBot()
  const stateNow = async () => (await findChannel(bot.store.db, 'slack:T1/C1'))?.state
  await bot.answerTo(() => bot.command(verb))
  expect(await stateNow()).toBe(state)
  await bot.answerTo(() => bot.command(verb))
  await bot.send()
  expect(bot.posts).toHaveLength(1)
  const announced = bot.post(said)
  expect(announced.blocks).toMatchObject([{ type: 'section', accessory: { text: { text: 'Undo' } } }])
  await bot.answerTo(() => bot.press(announced, 'ask'))
  expect(await stateNow()).toBe('active')
  await bot.close()
})
