import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { notice } from '../../../src/core/message.ts'
import { planMessage } from '../../../src/outbox/plan-deliveries.ts'
import { CHANNEL } from '../../fakes/day.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

// A Tuesday; the schedule is 09:00 in Berlin, 07:00 UTC.
const DAY = '2026-03-31'
const NEXT = '2026-04-01'

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot({ papersPerDay: 1 })
  bot.source.sightings.push(aSighting('2603.00000', DAY, { paper: { title: 'Offline RL before anybody asked' } }))
  await bot.at(`${DAY}T07:00:00Z`)
})
afterEach(() => bot.close())

const ask = (text: string, given = {}) => bot.answerTo(() => bot.command(text, given))
const direct = (user = 'U1') => bot.posts.filter(({ channel }) => channel === `D${user}`).map((post) => wordsOf(post))
const lists = (id: string, title: string, day: string, upvotes = 10) =>
  bot.source.sightings.push(aSighting(id, day, { upvotes, paper: { title } }))

describe('/papers follow', () => {
  it('sends one direct message a day with what is new and matches, each paper once', async () => {
    expect(await ask('follow "offline rl"')).toContain('You follow “"offline rl"”')
    lists('2603.00001', 'Offline RL at scale', NEXT)
    lists('2603.00002', 'Something else', NEXT)
    await bot.at(`${NEXT}T05:00:00Z`)
    expect(direct(), 'not before the time of the channel’s post').toEqual([])
    await bot.at(`${NEXT}T07:00:00Z`)
    lists('2603.00003', 'More offline RL', NEXT)
    await bot.at(`${NEXT}T10:00:00Z`)
    expect(direct()).toHaveLength(1)
    expect(direct()[0]).toContain('Offline RL at scale')
    expect(direct()[0]).not.toContain('Something else')
    expect(direct()[0], 'what was there before is no news').not.toContain('before anybody asked')
    await bot.at('2026-04-02T07:00:00Z')
    expect(direct()).toHaveLength(2)
    expect(direct()[1]).toContain('More offline RL')
    expect(direct()[1]).not.toContain('at scale')
  })

  it('tells nobody of papers that sources listed long ago', async () => {
    await ask('follow offline')
    lists('2603.00001', 'Offline RL at scale', '2026-02-01')
    await bot.at(`${NEXT}T07:00:00Z`)
    expect(direct()).toEqual([])
  })

  it('shows ten, and counts the others', async () => {
    await ask('follow author:example')
    for (let index = 10; index < 22; index += 1) lists(`2603.000${index}`, `Paper ${index}`, NEXT)
    await bot.at(`${NEXT}T07:00:00Z`)
    expect(direct()[0]).toContain('And 2 more.')
  })

  it('lists what is followed, and ends it by button or by its words', async () => {
    await ask('follow agents')
    await ask('follow  tool   use')
    expect(await ask('follow')).toMatch(/agents · by you[\s\S]*tool use · by you/)
    expect(await ask('unfollow TOOL use')).toContain('You no longer follow “tool use”.')
    await ask('follow')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'unfollow', { user: 'U2' }))).toContain('not followed')
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'unfollow'))).toContain('no longer followed')
    expect(await ask('follow')).toContain('You follow nothing yet')
  })

  it('refuses a search with a mistake in its own words, and one that every paper matches', async () => {
    expect(await ask('follow upvotes:many')).toContain('upvotes')
    expect(await ask('follow -survey')).toContain('Every new paper would match “-survey”')
    expect(await ask('follow votes:>3')).toContain('Every new paper would match')
    expect(await ask('follow')).toContain('You follow nothing yet')
  })

  it('lets a channel follow, if its managers want: one message a day with what it was not posted', async () => {
    expect(await ask('follow here memory', { user: 'UGUEST' })).toContain('for people who manage it')
    expect(await ask('follow here memory')).toContain('This channel follows “memory”')
    expect(bot.slack.answers.at(-1)).toMatchObject({ response_type: 'in_channel' })
    lists('2603.00001', 'The best of the day', NEXT, 99)
    lists('2603.00002', 'Next to the best', NEXT, 1)
    await bot.at(`${NEXT}T07:00:00Z`)
    const news = bot.posts.filter((post) => wordsOf(post).includes('New papers this channel follows'))
    expect(news).toHaveLength(1)
    expect(wordsOf(news[0] ?? { blocks: [] })).toContain('Next to the best')
    expect(wordsOf(news[0] ?? { blocks: [] })).not.toContain('The best of the day')
    expect(direct()).toEqual([])
  })

  it('tells a channel nothing more on the day of an upgrade, when the version before told it', async () => {
    await ask('follow here memory')
    const to = { channel: CHANNEL } as const
    const now = Date.parse(`${NEXT}T06:00:00Z`)
    await planMessage(bot.store.db, { key: `follow:${CHANNEL}:${NEXT}`, to, message: notice('New papers'), now })
    lists('2603.00001', 'The best of the day', NEXT, 99)
    lists('2603.00002', 'Next to the best', NEXT, 1)
    await bot.at(`${NEXT}T07:00:00Z`)
    expect(bot.posts.filter((post) => wordsOf(post).includes('New papers this channel follows'))).toEqual([])
  })

  it('offers what somebody follows to them alone while they type', async () => {
    await ask('follow robotics')
    const offered = async (person: string, text: string) =>
      (await bot.handlers.onSuggest({ channel: 'slack:T1/C1', person: `slack:T1/${person}` as const, text })).map(
        (one) => one.text,
      )
    expect(await offered('U1', 'robo')).toEqual(['robotics'])
    expect(await offered('U1', 'unfollow ')).toEqual(['unfollow robotics'])
    expect(await offered('U2', 'robo')).toEqual([])
  })
})
