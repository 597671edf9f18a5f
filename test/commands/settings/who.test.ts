import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChannel, saveSettings } from '../../../src/channels/channels.ts'
import type { Who } from '../../../src/channels/settings.ts'
import { forgetPerson } from '../../../src/privacy/forget.ts'
import { openSettings, openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

const CHANNEL = 'slack:T1/C1'
const people = (...users: string[]): Who => ({ people: users.map((user) => `slack:T1/${user}` as const), roles: [] })

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.slack.workspace.users.push({ id: 'U3' })
})
afterEach(() => bot.close())

const say = (text: string, user = 'U1') => bot.answerTo(() => bot.command(text, { user }))
const form = (user = 'U1') => openSettings(bot, 'People', user)
const settings = async () => (await findChannel(bot.store.db, CHANNEL))?.settings ?? {}
const mentions = (of: unknown): string[] =>
  [...JSON.stringify(of).matchAll(/"user_id":"(\w+)"/g)].map(([, id = '']) => id)

describe('who may change a channel', () => {
  it('is every full member, until people are named; admins always may', async () => {
    expect(await say('settings papers 3', 'U2')).toContain('Papers a day 3')
    expect(await say('settings papers 3', 'UGUEST')).toContain('for people who manage')
    expect(await say('settings managers <@U3|mira>')).toContain('Who may change this 1 person (was default)')
    expect(mentions(bot.slack.answers.at(-1))).toEqual(['U3'])
    expect(await say('settings papers 4', 'U2')).toContain('for people who manage')
    expect(await say('settings papers 4', 'U3')).toContain('Papers a day 4')
    expect(await say('settings papers 5', 'U1')).toContain('Papers a day 5')
  })

  it('is announced without ringing anybody, and undone as any other setting', async () => {
    await say('settings managers <@U3> <@U2>')
    await bot.send()
    const announced = bot.post('Who may change this 2 people (was default)')
    expect(mentions(announced.blocks)).toEqual([])
    await bot.answerTo(() => bot.press(announced, 'settings-undo', { user: 'U3' }))
    expect(await settings()).toEqual({})
  })

  it('is chosen in the form: an answer, or people', async () => {
    const shown = await form()
    expect(wordsOf(shown)).toContain('Default: full members. Everyone: full members, no guests. Admins always may.')
    await bot.submit(shown, { 'managers-chosen': 'U2 UGUEST' })
    expect(await settings()).toEqual({ managers: people('U2', 'UGUEST') })
    expect(await say('settings papers 4', 'UGUEST')).toContain('Papers a day 4')
    expect(wordsOf((await bot.submit(await form(), {})) as { blocks: unknown })).toBe('')
    await bot.submit(await form(), { managers: 'admins' })
    expect((await settings()).managers).toEqual(people())
    expect(await say('settings papers 5', 'U2')).toContain('for people who manage')
    await bot.submit(await form(), { managers: 'default' })
    expect(await settings()).toEqual({ papersPerDay: 4 })
  })

  it('tells one person from another that takes their place', async () => {
    await say('settings managers <@U2>')
    expect(await say('settings managers <@U3>')).toContain('Who may change this 1 person (was 1 person)')
    expect(await settings()).toEqual({ managers: people('U3') })
  })

  it('wants people where the answer says that some are chosen', async () => {
    expect(await bot.submit(await form(), { managers: 'chosen below' })).toMatchObject({
      errors: { managers: 'Nobody is chosen below it.' },
    })
  })

  it.each([
    ['somebody of another platform', 'discord:5'],
    ['somebody of another workspace', 'slack:T2/U5'],
    ['a name that Slack did not resolve', '@ada'],
    ['a role, which Slack has not', '800000000000000007 Curators'],
    ['nobody', ','],
    ['more people than fit a form', Array.from({ length: 26 }, (_, index) => `slack:T1/U${index}`).join(' ')],
  ])('takes no id of %s', async (_, typed) => {
    expect(await say(`settings managers ${typed}`)).toContain('is not everyone, admins, default or up to 25 people')
    expect(await settings()).toEqual({})
  })

  it('is left to admins when everybody named has asked to be forgotten', async () => {
    await say('settings managers <@U3>')
    await say('settings speakers <@U2> <@U3>')
    await bot.store.write((db) => forgetPerson(db, 'slack:T1/U3', 1))
    expect(await settings()).toEqual({ managers: people(), speakers: people('U2') })
    expect(await say('settings papers 4', 'U2')).toContain('for people who manage')
    expect(await say('settings papers 4', 'U1')).toContain('Papers a day 4')
  })
})

describe('who may make the bot speak', () => {
  const REFUSED = 'In this channel that is for people whom its managers named.'
  const today = new Date().toISOString().slice(0, 10)
  beforeEach(async () => {
    bot.source.sightings.push(...[0, 1, 2].map((number) => aSighting(`2603.0000${number}`, today)))
    await bot.at(`${today}T12:00:00Z`)
    await saveSettings(bot.store.db, CHANNEL, { speakers: people('U2'), links: 'on' })
  })

  it('limits what others read or are sent, in one sentence that the asker alone sees', async () => {
    const before = bot.posts.length
    for (const asked of ['add 2603.10000', 'follow agents', 'cite 2603.00000', 'present 2603.00000'])
      expect(await say(asked, 'U3'), asked).toBe(REFUSED)
    expect(bot.slack.answers.at(-1)).toMatchObject({ response_type: 'ephemeral' })
    await bot.send()
    expect(bot.posts).toHaveLength(before)
    expect(await say('present 2603.00000', 'U2')).toContain('You offered to present')
    expect(await say('follow agents', 'U1')).not.toBe(REFUSED)
  })

  it('leaves search and settings as they were', async () => {
    expect(await say('memory', 'U3')).toContain('“memory”')
    expect(await say('settings papers 3', 'U3')).toContain('Papers a day 3')
  })

  it('shares no search for somebody else', async () => {
    await say('memory', 'U3')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'share', { user: 'U3' }))).toBe(REFUSED)
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'share', { user: 'U2' }))).toContain('“memory”')
  })

  it('answers no link of somebody else, and the next one of somebody named', async () => {
    const paste = (user: string) =>
      bot.handlers.onPaperLink({
        channel: CHANNEL,
        person: `slack:T1/${user}` as const,
        cause: 'seen',
        text: 'https://arxiv.org/abs/2603.00000',
        post: { channel: CHANNEL, id: '5.5' },
      })
    expect(await paste('U3')).toBeNull()
    expect(await paste('U2')).toMatchObject({ to: 'channel' })
  })
})
