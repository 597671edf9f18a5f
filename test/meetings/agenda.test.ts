import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSettings } from '../../src/channels/channels.ts'
import type { MeetingSettings } from '../../src/channels/team-settings.ts'
import { agendasAfter } from '../../src/meetings/agenda/stored-agendas.ts'
import { saveTeamSettings } from '../../src/voting/voter-groups.ts'
import { startsAt } from '../fakes/clock.ts'
import { findDiscussion } from '../fakes/discussion.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { type FakePost, wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const DAY_MS = 86_400_000
/** A Tuesday. */
const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`, { runs: false })
const meeting: MeetingSettings = {
  channel: 'slack:T1/C1',
  day: 'thu',
  time: '12:00',
  zone: 'UTC',
  papers: 2,
  ahead: 96,
  reminder: 30,
  off: [],
  hours: '00:00-00:00',
}
const meetsAt = Date.parse('2026-04-02T12:00:00Z')

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot({ papersPerDay: 4 })
  bot.slack.workspace.users.push({ id: 'U3' }, { id: 'U4' })
  bot.source.sightings.push(...[1, 2, 3, 4].map((number) => aSighting(`2603.0000${number}`, today)))
  await bot.at(`${today}T12:00:00Z`)
  await saveTeamSettings(bot.store.db, 'slack:T1', { meeting })
})
afterEach(() => bot.close())

const paper = (number: number) => bot.post(`Paper 2603.0000${number}`)
const vote = async (number: number, ...users: string[]) => {
  for (const user of users) await bot.react(paper(number), '+1', { user })
}
const agenda = (): FakePost => bot.post('Reading group')
const directTo = (user: string) => bot.posts.filter(({ channel }) => channel === `D${user}`).map(wordsOf)

describe('the agenda', () => {
  it('comes ahead of the meeting, once, with most votes first, who offered, and a handout in its thread', async () => {
    await vote(2, 'U1', 'U2')
    await vote(1, 'U1')
    await bot.react(paper(2), 'raising_hand', { user: 'U3' })
    await bot.meet(Date.now())
    await bot.meet(Date.now())
    const words = wordsOf(agenda())
    expect(words.indexOf('Paper 2603.00002')).toBeLessThan(words.indexOf('Paper 2603.00001'))
    expect(words).toContain('2 👍 · 1 person offered')
    expect(words).not.toContain('Paper 2603.00003')
    expect(JSON.stringify(agenda().blocks)).toContain('"user_id":"U3"')
    expect(bot.posts.filter((post) => wordsOf(post).includes('Reading group'))).toHaveLength(1)
    expect(bot.post('To take along').threadTs).toBe(agenda().ts)
  })

  it('passes over a 🙋 of somebody who may not make the bot speak where it is', async () => {
    await saveSettings(bot.store.db, 'slack:T1/C1', { speakers: { people: ['slack:T1/U2'], roles: [] } })
    await vote(2, 'U1', 'U2')
    await vote(1, 'U1')
    await bot.react(paper(2), 'raising_hand', { user: 'U3' })
    await bot.react(paper(1), 'raising_hand', { user: 'U2' })
    await bot.meet(Date.now())
    expect(JSON.stringify(agenda().blocks)).toContain('"user_id":"U2"')
    expect(JSON.stringify(agenda().blocks)).not.toContain('"user_id":"U3"')
    expect(wordsOf(agenda()).match(/offered/g)).toHaveLength(1)
  })

  it('waits until somebody votes, and comes not at all on a day off or after the meeting', async () => {
    await bot.meet(Date.now())
    expect(await agendasAfter(bot.store.db, 0)).toEqual([])
    await vote(1, 'U1')
    const off = new Date(meetsAt).toISOString().slice(0, 10)
    await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: { ...meeting, off: [`${off}..${off}`] } })
    await bot.meet(Date.now())
    expect(await agendasAfter(bot.store.db, 0)).toEqual([])
    await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: { ...meeting, ahead: 1 } })
    await bot.meet(meetsAt + 60_000)
    expect(await agendasAfter(bot.store.db, 0)).toEqual([])
  })

  it('counts nobody who has left', async () => {
    await vote(1, 'U1', 'U3')
    await vote(2, 'U2')
    const left = bot.slack.workspace.users.find(({ id }) => id === 'U3')
    if (left) left.deleted = true
    await bot.meet(Date.now())
    expect(wordsOf(agenda())).not.toContain('2 👍')
  })

  it('changes by buttons: another paper, or one less', async () => {
    await vote(1, 'U1', 'U2')
    await vote(2, 'U1', 'U2')
    await vote(3, 'U1')
    await bot.meet(Date.now())
    await bot.answerTo(() => bot.press(agenda(), 'swap'))
    expect(wordsOf(agenda())).not.toContain('Paper 2603.00001')
    expect(wordsOf(agenda())).toContain('Paper 2603.00003')
    await bot.answerTo(() => bot.press(agenda(), 'drop'))
    expect(wordsOf(agenda())).not.toContain('Paper 2603.00002')
    const refused = await bot.answerTo(() => bot.press(agenda(), 'drop', { user: 'UGUEST' }))
    expect(refused).toContain('for people who manage')
  })
})

describe('a presenter', () => {
  it('is asked by a direct message when nobody offered; whoever declines is not asked again', async () => {
    await vote(1, 'U1', 'U2')
    await bot.meet(Date.now())
    await bot.meet(Date.now())
    expect(directTo('U1').join()).toContain('Would you present “Paper 2603.00001”')
    expect(JSON.stringify(agenda().blocks)).not.toContain('user_id')
    const asked = bot.posts.find(({ channel }) => channel === 'DU1')
    if (asked) await bot.answerTo(() => bot.press(asked, 'decline'))
    await bot.meet(Date.now())
    expect(directTo('U2')).toHaveLength(1)
    const next = bot.posts.find(({ channel }) => channel === 'DU2')
    if (next) await bot.answerTo(() => bot.press(next, 'present', { user: 'U2' }))
    expect(JSON.stringify(agenda().blocks)).toContain('"user_id":"U2"')
    await bot.meet(Date.now())
    expect(directTo('U1')).toHaveLength(1)
  })

  it('is nobody outside the hours for it', async () => {
    await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: { ...meeting, hours: '12:00-14:00' } })
    await vote(1, 'U1')
    await bot.react(paper(1), 'raising_hand', { user: 'U2' })
    await vote(2, 'U3')
    await bot.meet(Date.now())
    await bot.meet(Date.now())
    expect(JSON.stringify(agenda().blocks)).not.toContain('user_id')
    expect(directTo('U1')).toEqual([])
  })

  it('changes places with another one who agrees, and both hear of it', async () => {
    await vote(1, 'U1')
    await vote(2, 'U1')
    await bot.react(paper(1), 'raising_hand', { user: 'U2' })
    await bot.react(paper(2), 'raising_hand', { user: 'U3' })
    await bot.meet(Date.now())
    expect(await bot.answerTo(() => bot.press(agenda(), 'present', { user: 'U3' }))).toContain('is asked to swap')
    await bot.meet(Date.now())
    const presenters = () => [...JSON.stringify(agenda().blocks).matchAll(/"user_id":"(\w+)"/g)].map(([, user]) => user)
    expect(presenters()).toEqual(['U2', 'U3'])
    const asked = bot.posts.find(({ channel }) => channel === 'DU2')
    if (!asked) throw new Error('Nobody was asked.')
    expect(wordsOf(asked)).toContain('you would present “Paper 2603.00002”')
    expect(await bot.answerTo(() => bot.press(asked, 'refuse-swap', { user: 'U2' }))).toContain('You keep')
    await bot.answerTo(() => bot.press(asked, 'accept-swap', { user: 'U2' }))
    await bot.meet(Date.now())
    expect(presenters()).toEqual(['U3', 'U2'])
    expect(directTo('U3').toSorted()).toEqual([
      expect.stringContaining('No swap'),
      expect.stringContaining('Swapped: you present'),
    ])
    expect(await bot.answerTo(() => bot.press(asked, 'accept-swap', { user: 'U2' }))).toContain('nothing was swapped')
    expect(await bot.answerTo(() => bot.press(agenda(), 'present', { user: 'U4' }))).toContain('has said yes')
  })
})

describe('the meeting', () => {
  it('is announced, opens a thread for each paper, and ends with a verdict that is kept', async () => {
    await vote(1, 'U1', 'U2')
    await bot.react(paper(1), 'raising_hand', { user: 'U2' })
    await bot.meet(Date.now())
    await bot.meet(meetsAt - 29 * 60_000)
    expect(wordsOf(bot.post('At 12:00'))).toContain('Presented by')
    await bot.meet(meetsAt + 60_000)
    await bot.meet(meetsAt + 120_000)
    const talk = bot.post('Discussion: Paper 2603.00001')
    expect(
      bot.posts
        .filter(({ threadTs }) => threadTs === talk.ts)
        .map(wordsOf)
        .join(),
    ).toContain('one claim to remember')
    const form = await bot.windowOf(() => bot.press(talk, 'done'))
    await bot.submit(form, { verdict: 'Worth a try on our logs.' })
    await bot.send()
    expect(wordsOf(bot.post('Worth a try')).startsWith('Verdict')).toBe(true)
    expect(bot.post('Worth a try').threadTs).toBe(talk.ts)
    expect(await findDiscussion(bot.store, 'arxiv:2603.00001')).toMatchObject({
      presenter: 'slack:T1/U2',
      verdict: 'Worth a try on our logs.',
      closedAt: expect.any(Number),
    })
  })

  it('is not owed a paper that a manager’s ✅ marks discussed; a guest’s marks nothing', async () => {
    await vote(1, 'U1')
    await vote(2, 'U1')
    await bot.react(paper(1), 'white_check_mark', { user: 'U2' })
    await bot.react(paper(2), 'white_check_mark', { user: 'UGUEST' })
    await bot.meet(Date.now())
    expect(wordsOf(agenda())).not.toContain('Paper 2603.00001')
    expect(wordsOf(agenda())).toContain('Paper 2603.00002')
    await bot.react(paper(1), 'white_check_mark', { user: 'U2', remove: true })
    expect(await findDiscussion(bot.store, 'arxiv:2603.00001')).toMatchObject({ closedAt: null })
  })
})

describe('/papers agenda', () => {
  it('shows the next one, before and after it is posted', async () => {
    await vote(1, 'U1')
    expect(await bot.answerTo(() => bot.command('agenda'))).toContain('1. Paper 2603.00001 · 1 👍')
    await bot.meet(Date.now())
    expect(await bot.answerTo(() => bot.command('agenda'))).toContain('1. Paper 2603.00001 · 1 👍')
  })

  it('is set up in the channel where people meet, by a form that says what does not fit', async () => {
    await saveTeamSettings(bot.store.db, 'slack:T1', {})
    expect(await bot.answerTo(() => bot.command('agenda'))).toContain('No meeting is set up')
    const form = await bot.windowOf(() => bot.command('agenda settings'))
    const wrong = await bot.submit(form, { time: '25:00', papers: '9' })
    expect(wrong).toMatchObject({
      errors: { time: '“25:00” is not a time such as 15:00.', papers: expect.any(String) },
    })
    await bot.submit(form, { day: 'wed', time: '16:00' })
    await bot.send()
    expect(wordsOf(bot.post('The reading group meets here'))).toContain('16:00 Europe/Berlin')
    expect(await bot.answerTo(() => bot.command('agenda off'))).toContain('No more agendas')
    expect(await bot.answerTo(() => bot.command('agenda settings', { user: 'UGUEST' }))).toContain('manage')
  })

  it('has a rank for every paper on the ballot that /papers why explains', async () => {
    await vote(1, 'U1')
    await vote(2, 'U1', 'U2')
    await vote(3, 'U3')
    const words = await bot.answerTo(() => bot.command('why Paper 2603.00003'))
    expect(words).toContain('On the ballot: number 3 of 3, with 1 person for it; of 2 with as many votes')
  })

  it('names what was wanted and never discussed once it has left the ballot', async () => {
    await vote(1, 'U1', 'U2')
    await bot.store.db
      .updateTable('deliveries')
      .set({ planned_at: Date.now() - 40 * DAY_MS })
      .execute()
    const words = await bot.answerTo(() => bot.command('agenda'))
    expect(words).toContain('Nothing has votes yet')
    expect(words).toContain('Voted for, and never discussed')
    expect(words).toContain('Paper 2603.00001 · 2 👍')
  })

  it('takes an offer by words, and gives it back', async () => {
    expect(await bot.answerTo(() => bot.command('present Paper 2603.00001', { user: 'U2' }))).toContain('You offered')
    await vote(1, 'U1')
    await bot.answerTo(() => bot.pressInAnswer(bot.slack.answers.at(-1)?.blocks ?? [], 'unoffer', { user: 'U2' }))
    expect(await bot.answerTo(() => bot.command('agenda'))).toContain('nobody presents it yet')
  })
})
