import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saveSettings } from '../../../src/channels/channels.ts'
import { GUILD, PAPERS } from '../../adapters/discord/adapted.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openDiscordBot } from '../../fakes/discord/bot.ts'
import { readMarkdown } from '../../fakes/discord/markdown.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { readTides } from '../../fakes/texts.ts'
import { aSighting } from '../../fixtures/papers.ts'

const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
const page = 'https://arxiv.org/html/2603.00000'
const title = 'Tidemark: Harbours that Learn'
const QUESTION = 'How many harbours are in the benchmark?'
const sightings = [
  aSighting('2603.00000', today, { paper: { title } }),
  aSighting('2603.00001', today, { paper: { title: 'Other Harbours that Learn' } }),
  aSighting('x', today, { paper: { id: 'url:https://example.org/tides', title: 'A Blog on Tides' } }),
]

describe('on Slack', () => {
  let bot: Awaited<ReturnType<typeof openSlackBot>>
  beforeAll(async () => {
    bot = await openSlackBot({}, { readText: readTides })
    bot.source.sightings.push(...sightings)
    await bot.at(`${today}T12:00:00Z`)
  })
  afterAll(() => bot.close())
  const ask = (text: string, user = 'U1') => bot.answerTo(() => bot.command(text, { user }))
  const shown = () => JSON.stringify(bot.slack.answers.at(-1))
  const kept = async () => JSON.stringify(await bot.store.db.selectFrom('kept_texts').selectAll().execute())

  it('quotes the passages that answer, each with its section and a link to it, and says what was read', async () => {
    const answer = await ask(`ask ${title}: ${QUESTION}`)
    expect(answer).toContain('“How many harbours are in the benchmark?”')
    expect(answer).toContain('RQ1. A benchmark of 40 harbours.')
    expect(answer).toContain('§1 Introduction')
    expect(answer).toContain('Read: full text, 5 of 5 sections.')
    expect(shown()).toContain(`${page}#S1.I1.i2.p1`)
    expect(await ask(`ask arxiv:2603.00000: ${QUESTION}`)).toContain('A benchmark of 40 harbours.')
    expect(await ask(`ask https://arxiv.org/abs/2603.00000: ${QUESTION}`)).toContain('A benchmark of 40 harbours.')
    expect(await ask(`ask url:https://example.org/tides: ${QUESTION}`)).toContain('A benchmark of 40 harbours.')
  })

  it('says so when nothing in it answers', async () => {
    const answer = await ask(`ask ${title}: Which GPUs were rented?`)
    expect(answer).toContain('Nothing in it answers that.')
    expect(answer).not.toContain('Share here')
  })

  it('shows the answer to its asker alone, and in the thread of the paper when that is shared', async () => {
    await ask(`ask ${title}: ${QUESTION}`)
    const [{ blocks = [] } = {}, before] = [bot.slack.answers.at(-1), bot.posts.length]
    expect(shown()).toContain('"response_type":"ephemeral"')
    const said = await bot.answerTo(() => bot.pressInAnswer(blocks, 'share-answer'))
    expect(said).toContain('Shared in the thread of the paper.')
    await bot.send()
    const posts = bot.posts.slice(before)
    expect(posts.map(({ threadTs }) => threadTs)).toEqual([bot.post(title).ts])
    expect(posts.map(wordsOf).join('')).toContain('A benchmark of 40 harbours.')
  })

  it('asks which paper is meant, with the same question', async () => {
    expect(await ask(`ask harbours: ${QUESTION}`)).toContain('Which one?')
    const { blocks = [] } = bot.slack.answers.at(-1) ?? {}
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'answer'))).toContain('A benchmark of 40 harbours.')
  })

  it('takes a question from the window of a paper', async () => {
    const window = await bot.windowOf(() => bot.press(bot.post(title), 'abstract'))
    const form = await bot.windowOf(() => bot.pressInModal(window, 'question'))
    const answered = JSON.stringify(await bot.submit(form, { question: QUESTION }))
    expect(answered).toMatch(/"RQ1. A ".*"benchmark".*" of 40 ".*"harbours"/)
  })

  it('says how to ask, and what to do about a paper that is not here; other words are a search', async () => {
    expect(await ask('ask how many harbours are there?')).toContain('`/papers ask TITLE: QUESTION`'.replaceAll('`', ''))
    expect(await ask('ask 2604.99999: why?')).toContain('That paper is not known here.')
    expect(await ask('ask quokkas: why?')).toContain('No paper here is called “quokkas”')
    expect(await ask('ask me anything')).toContain('“ask me anything”: 0 of 3 papers')
  })

  it('writes down nothing of a question that one person asked', async () => {
    const long = `${QUESTION} ${'And why would that be so? '.repeat(15)}`
    await ask(`ask ${title}: ${long}`)
    await ask(`ask harbours: ${long}`)
    expect(await kept()).not.toContain('And why')
  })

  it('is for those whom the channel lets make the bot speak', async () => {
    await saveSettings(bot.store.db, 'slack:T1/C1', { speakers: { people: ['slack:T1/U3'], roles: [] } })
    expect(await ask(`ask ${title}: ${QUESTION}`, 'U2')).toContain('for people whom its managers named')
    const window = await bot.windowOf(() => bot.press(bot.post(title), 'abstract', { user: 'U2' }))
    expect(wordsOf(window)).not.toContain('Ask')
  })
})

describe('on Discord', () => {
  let bot: Awaited<ReturnType<typeof openDiscordBot>>
  beforeAll(async () => {
    bot = await openDiscordBot({ readText: readTides })
    bot.discord.state.addGuild(GUILD)
    bot.discord.state.addChannel(PAPERS, GUILD)
    bot.discord.state.members.set(`${GUILD}/3`, { roles: [] })
    await type('subscribe', {}, { user: '1', permissions: '32' })
    bot.source.sightings.push(...sightings)
    await bot.at(`${today}T12:00:00Z`)
  })
  afterAll(() => bot.close())

  const type = (text: string, place: object = {}, { user = '3', permissions = '1024' } = {}) =>
    bot.discord.interactions.happen({
      guild_id: GUILD,
      channel_id: PAPERS,
      channel: { id: PAPERS, type: 0 },
      member: { user: { id: user }, permissions, roles: [] },
      type: 2,
      data: { type: 1, name: 'papers', options: [{ name: 'text', type: 3, value: text }] },
      ...place,
    })
  const words = ({ texts }: { texts: string[] }) => texts.map((text) => readMarkdown(text).text).join('\n')
  const allow = () => saveSettings(bot.store.db, `discord:${GUILD}/${PAPERS}`, { speakers: 'everyone' })

  it('is off where strangers walk in until a manager allows it, and the refusal says how', async () => {
    expect(words(await type(`ask ${title}: ${QUESTION}`))).toContain('/papers settings speakers everyone')
    await allow()
    const seen = await type(`ask ${title}: ${QUESTION}`)
    expect([seen.private, words(seen).includes('A benchmark of 40 harbours.')]).toEqual([true, true])
  })

  it('answers in the thread of a paper, for all who read there', async () => {
    await allow()
    const posts = bot.discord.state.channels.get(PAPERS)?.messages ?? []
    const post = posts.find((one) => JSON.stringify(one).includes('[Tidemark'))
    const thread = { channel_id: post?.id, channel: { id: post?.id, type: 11, parent_id: PAPERS } }
    const seen = await type(`ask ${QUESTION}`, thread)
    expect(words(seen)).toContain('A benchmark of 40 harbours.')
    expect(JSON.stringify(seen.payloads)).toContain('"flags":32768')
  })
})
