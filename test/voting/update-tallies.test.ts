import { afterEach, beforeEach, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { deleteMessageTexts } from '../../src/privacy/retention.ts'
import { updateTallies } from '../../src/voting/update-tallies.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.slack.workspace.channels.push({ ...bot.slack.workspace.channels[0], id: 'C2', name: 'vision' } as never)
  bot.source.sightings.push(aSighting('2603.00001', today))
})
afterEach(() => bot.close())

const cards = () => bot.posts.filter((post) => wordsOf(post).includes('Paper 2603.00001')).map(wordsOf)

it('shows the votes of all its posts on each, at most once a minute, and edits no post that tells by itself', async () => {
  await bot.at(`${today}T12:00:00Z`)
  await bot.react(bot.post('Paper 2603.00001'), '+1')
  expect(await updateTallies(bot, 1_000_000)).toBe(0)
  await subscribeChannel(bot.store.db, 'slack:T1/C2', 'vision', 0)
  await bot.at(`${today}T12:10:00Z`)
  const second = bot.posts.findLast((post) => wordsOf(post).includes('Paper 2603.00001'))
  if (second) await bot.react(second, '+1', { user: 'U2' })
  expect(await updateTallies(bot, 1_000_000)).toBe(2)
  expect(cards().map((words) => /\d 👍 in all/.exec(words)?.[0])).toEqual(['2 👍 in all', '2 👍 in all'])
  if (second) await bot.react(second, '+1', { user: 'UGUEST' })
  expect(await updateTallies(bot, 1_030_000)).toBe(0)
  expect(await updateTallies(bot, 1_070_000)).toBe(2)
  expect(cards().join()).toContain('3 👍 in all')
  expect(await updateTallies(bot, 1_200_000)).toBe(0)
})

it('edits no post whose words are deleted for their age, and tells of its votes on the others', async () => {
  await bot.at(`${today}T12:00:00Z`)
  await bot.react(bot.post('Paper 2603.00001'), '+1')
  await deleteMessageTexts(bot.store, Date.now() + 1e10)
  await subscribeChannel(bot.store.db, 'slack:T1/C2', 'vision', 0)
  await bot.at(`${today}T12:10:00Z`)
  const second = bot.posts.findLast((post) => wordsOf(post).includes('Paper 2603.00001'))
  if (second) await bot.react(second, '+1', { user: 'U2' })
  expect(await updateTallies(bot, 1_000_000)).toBe(1)
  expect(cards().map((words) => /\d 👍 in all/.exec(words)?.[0])).toEqual([undefined, '2 👍 in all'])
  expect(await updateTallies(bot, 1_070_000)).toBe(0)
})
