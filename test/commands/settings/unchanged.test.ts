import { expect, it } from 'vitest'
import { findChannel } from '../../../src/channels/channels.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'

const CHANNEL = 'slack:T1/C1'

it('says that nothing changed when a value is what it was, and tells the channel nothing', async () => {
  const bot = await openSlackBot({ papersPerDay: 3 })
  const say = (text: string) => bot.answerTo(() => bot.command(text))
  const own = async () => (await findChannel(bot.store.db, CHANNEL))?.settings
  expect(await say('settings papers 3')).toContain('Nothing changed: Papers a day is 3 already.')
  expect(await own()).toEqual({})
  expect(await say('settings papers 4')).toContain('Papers a day 4 (was 3)')
  expect(await say('settings papers 4')).toContain('Nothing changed: Papers a day is 4 already.')
  expect(await say('settings include default')).toContain(
    'Nothing changed: Only post papers matching is anything already.',
  )
  expect(await own()).toEqual({ papersPerDay: 4 })
  await bot.send()
  expect(bot.posts).toHaveLength(1)
  await bot.close()
})

it('takes the same change back as often as it was made', async () => {
  const bot = await openSlackBot({ papersPerDay: 3 })
  const own = async () => (await findChannel(bot.store.db, CHANNEL))?.settings
  await bot.answerTo(() => bot.command('settings papers 4'))
  await bot.send()
  const announced = bot.post('Settings changed: ')
  await bot.answerTo(() => bot.press(announced, 'settings-undo'))
  expect(await own()).toEqual({})
  await bot.answerTo(() => bot.command('settings papers 4'))
  await bot.answerTo(() => bot.press(announced, 'settings-undo'))
  expect(await own()).toEqual({})
  await bot.close()
})
