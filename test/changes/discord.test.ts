import { afterEach, beforeEach, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { recordPapers } from '../../src/papers/papers.ts'
import { updateTallies } from '../../src/voting/update-tallies.ts'
import { GUILD, PAPERS } from '../adapters/discord/adapted.ts'
import { openDiscordBot } from '../fakes/discord/bot.ts'
import { textsOf } from '../fakes/discord/state.ts'
import { aPaper, aSighting } from '../fixtures/papers.ts'

const [THURSDAY, FRIDAY] = ['2026-04-02', '2026-04-03']

let bot: Awaited<ReturnType<typeof openDiscordBot>>
beforeEach(async () => {
  bot = await openDiscordBot()
  bot.discord.state.addGuild(GUILD)
  bot.discord.state.addChannel(PAPERS, GUILD)
  await subscribeChannel(bot.store.db, `discord:${GUILD}/${PAPERS}`, 'papers', 0)
  bot.source.sightings.push(aSighting('2603.00001', THURSDAY))
  await bot.at(`${THURSDAY}T07:00:00Z`)
})
afterEach(async () => {
  expect(bot.discord.requests.filter(({ status }) => status === 400)).toEqual([])
  await bot.close()
})

it('shows on the post what became of the paper, and says below it that it was retracted', async () => {
  const texts = (channel: string) =>
    (bot.discord.state.channels.get(channel)?.messages ?? []).map(({ components }) => textsOf(components).join('\n'))
  const find = () =>
    bot.discord.state.channels
      .get(PAPERS)
      ?.messages.find(({ components }) => JSON.stringify(components).includes('Paper 2603.00001'))
  const paper = aPaper('2603.00001')
  const links = { ...paper.links, code: 'https://github.com/example/tidemark' }
  const now = Date.parse(`${FRIDAY}T07:00:00Z`)
  await recordPapers(bot.store, [{ ...paper, links, facts: { standing: 'retracted' } }], now - 1_000)
  const before = texts(PAPERS).length
  await bot.at(`${FRIDAY}T07:00:00Z`)
  await updateTallies(bot, now)
  await bot.at(`${FRIDAY}T07:01:00Z`)
  await updateTallies(bot, now + 60_000)
  const shown = textsOf(find()?.components).join('\n')
  expect(shown).toMatch(/### Retracted\n/)
  expect(shown).toMatch(/-# Code is out.*github\.com\/example\/tidemark$/)
  expect(JSON.stringify(find()?.components)).toContain('"url":"https://github.com/example/tidemark"')
  expect(shown.match(/Code is out/g)).toHaveLength(1)
  expect(texts(find()?.id ?? '')).toEqual([
    expect.stringContaining('This paper was retracted after it was posted here.'),
  ])
  // The digest's own line of the day.
  expect(texts(PAPERS).slice(before)).toEqual([expect.stringContaining('No new papers')])
})
