import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordPapers } from '../../src/papers/papers.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aPaper, aSighting } from '../fixtures/papers.ts'

// Thursday 2 April 2026, and the Monday and Tuesday after it; 09:00 in Berlin is 07:00 UTC.
const [THURSDAY, MONDAY, TUESDAY] = ['2026-04-02', '2026-04-06', '2026-04-07']

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot({ papersPerDay: 1 })
  bot.source.sightings.push(aSighting('2603.00000', THURSDAY))
  await bot.at(`${THURSDAY}T07:00:00Z`)
})
afterEach(() => bot.close())

/** As older versions stored it. */
const weekly = () => bot.store.db.updateTable('channels').set({ settings: '{"weekly":"on"}' }).execute()
const lookBacks = () =>
  bot.posts.filter((post) => wordsOf(post).includes('Most 👍 last week')).map((post) => wordsOf(post))
const days = async (...moments: string[]) => {
  for (const moment of moments) await bot.at(moment)
}

it('begins the week with what got most votes in the last one, once, where a channel wants that', async () => {
  await bot.react(bot.post('Paper 2603.00000'), '+1')
  await days(`${MONDAY}T06:00:00Z`, `${MONDAY}T07:00:00Z`)
  expect(lookBacks(), 'nobody asked for it').toEqual([])
  await weekly()
  await days(`${MONDAY}T07:01:00Z`, `${MONDAY}T12:00:00Z`, `${TUESDAY}T07:00:00Z`)
  expect(lookBacks()).toEqual([expect.stringContaining('1. Paper 2603.00000 · 1 👍')])
})

it('says nothing of a week without votes, whatever is voted for later that day', async () => {
  await weekly()
  await days(`${MONDAY}T07:00:00Z`)
  await bot.react(bot.post('Paper 2603.00000'), '+1')
  await days(`${MONDAY}T12:00:00Z`)
  expect(lookBacks()).toEqual([])
})

it('is the one message of its day beyond the digest: what the channel follows waits for the next one', async () => {
  await bot.answerTo(() => bot.command('follow here memory'))
  await weekly()
  await bot.react(bot.post('Paper 2603.00000'), '+1')
  bot.source.sightings.push(aSighting('2604.00001', MONDAY, { upvotes: 99 }), aSighting('2604.00002', MONDAY))
  const news = () => bot.posts.filter((post) => wordsOf(post).includes('New papers this channel follows'))
  await days(`${MONDAY}T07:00:00Z`)
  expect([lookBacks().length, news().length]).toEqual([1, 0])
  await days(`${TUESDAY}T07:00:00Z`)
  expect([lookBacks().length, news().length]).toEqual([1, 1])
})

it('says what changed, without votes, too, and goes by its old name', async () => {
  expect(await bot.answerTo(() => bot.command('settings weekly on'))).toContain(
    'News of posted papers all (was changes)',
  )
  const paper = aPaper('2603.00000')
  const links = { ...paper.links, code: 'https://github.com/example/tidemark' }
  await recordPapers(bot.store, [{ ...paper, links }], Date.parse(`${THURSDAY}T12:00:00Z`))
  await days(`${MONDAY}T07:00:00Z`)
  const said = bot.posts.map((post) => wordsOf(post)).filter((words) => words.startsWith('Last week'))
  expect(said).toEqual([expect.stringMatching(/What changed.*Paper 2603\.00000 · code is out/s)])
  expect(await bot.answerTo(() => bot.command('settings weekly off'))).toContain(
    'News of posted papers changes (was all)',
  )
})
