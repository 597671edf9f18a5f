import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import { defaultMeeting } from '../../../src/commands/team/meeting-form.ts'
import { writeMessages } from '../../../src/digest/write/write-planned.ts'
import { insertAgenda, itemsOf } from '../../../src/meetings/agenda/stored-agendas.ts'
import { postPaper } from '../../../src/outbox/postings.ts'
import { postsOf } from '../../../src/outbox/posts.ts'
import { countVotes } from '../../../src/voting/tally.ts'
import { linkTeams, saveTeamSettings } from '../../../src/voting/voter-groups.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import { fakeChat } from '../../fakes/chat.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00001', today, { upvotes: 9 }))
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

const votes = async (team: string) => (await countVotes(bot.store, team, 0))[0]?.votes ?? 0
const codeIn = (answer: string) => /[A-Z\d]{4}-[A-Z\d]{4}/.exec(answer)?.[0] ?? ''
const elsewhere = { channel: 'discord:1/2', person: 'discord:3' } as const

describe('a team', () => {
  it('chooses what votes; its posts are seeded with it from then on', async () => {
    await bot.react(bot.post('Paper 2603.00001'), 'fire')
    expect(await votes('slack:T1')).toBe(0)
    expect(await bot.answerTo(() => bot.command('team votes :fire: :+1::skin-tone-2:'))).toContain('🔥 👍 votes here')
    expect(await votes('slack:T1')).toBe(1)
    const tomorrow = '2026-04-01'
    bot.source.sightings.push(aSighting('2603.00002', tomorrow))
    await bot.store.db.updateTable('channels').set({ last_digest_on: null }).execute()
    await bot.at(`${tomorrow}T12:00:00Z`)
    expect([...bot.post('Paper 2603.00002').reactions.keys()]).toEqual(['fire'])
    expect(wordsOf(bot.posts.find((post) => wordsOf(post).includes('🔥 = I want')) ?? { blocks: [] })).not.toBe('')
  })

  it('votes together with another one once admins of both want it, and alone again', async () => {
    bot.adapters.set('discord', fakeChat('discord'))
    await subscribeChannel(bot.store.db, elsewhere.channel, 'reading', 0)
    const paper = 'arxiv:2603.00001'
    const suggested = { place: elsewhere.channel, paper, date: today, by: elsewhere.person } as const
    await postPaper(bot.store.db, { key: 'k', ...suggested, now: Date.now() })
    await writeMessages(bot)
    await bot.send()
    const [post] = (await postsOf(bot.store.db, paper)).filter(({ channel }) => channel === elsewhere.channel)
    if (!post?.ref) throw new Error('The paper was not posted.')
    await recordVote(bot.store.db, { post: post.ref, person: elsewhere.person, emoji: '👍', stands: true, at: 1 })
    await bot.react(bot.post('Paper 2603.00001'), '+1')
    const code = codeIn(await bot.answerTo(() => bot.command('team link')))
    expect(await votes('slack:T1')).toBe(1)
    expect(await bot.ask({ ...elsewhere, text: `team link ${code}` })).toContain('Linked')
    expect([await votes('slack:T1'), await votes('discord:1')]).toEqual([2, 2])
    await bot.send()
    expect(bot.post('Votes here now add up with those of a Discord server')).toBeDefined()
    expect(await bot.ask({ ...elsewhere, text: `team link ${code}` })).toContain('not good here')
    expect(await bot.answerTo(() => bot.command('team unlink'))).toContain('Unlinked')
    expect([await votes('slack:T1'), await votes('discord:1')]).toEqual([1, 1])
  })

  it('is asked before a third one joins those it is linked with, and told when one leaves', async () => {
    bot.adapters.set('discord', fakeChat('discord'))
    const third = { channel: 'discord:7/8', person: 'discord:9' } as const
    for (const { channel } of [elsewhere, third]) await subscribeChannel(bot.store.db, channel, 'reading', 0)
    await linkTeams(bot.store.db, ['slack:T1', 'discord:1'])
    const code = codeIn(await bot.ask({ ...elsewhere, text: 'team link' }))
    expect(await bot.ask({ ...third, text: `team link ${code}` })).toContain('once an admin of a Slack workspace')
    await bot.send()
    expect(bot.post('wishes to vote together with this team')).toBeDefined()
    expect(await bot.ask({ ...third, text: 'team' })).toContain('for this team alone')
    expect(await bot.answerTo(() => bot.command(`team link ${code}`))).toContain(
      'add up with those of a Discord server and a Discord server',
    )
    expect(await bot.ask({ ...third, text: 'team' })).toContain('a Discord server and a Slack workspace')
    await bot.ask({ ...third, text: 'team unlink' })
    await bot.send()
    expect(bot.post('no longer add up with those of a Discord server')).toBeDefined()
  })

  it('has no say in the agenda of one that it is linked with', async () => {
    await linkTeams(bot.store.db, ['slack:T1', 'discord:1'])
    bot.adapters.set('discord', fakeChat('discord'))
    await saveTeamSettings(bot.store.db, 'slack:T1', { meeting: defaultMeeting('slack:T1/C1', 'UTC') })
    const [date, paper] = ['2126-01-01', 'arxiv:2603.00001'] as const
    const meeting = { team: 'slack:T1', date, channel: 'slack:T1/C1', meetsAt: Date.parse(date) } as const
    await insertAgenda(bot.store.db, meeting, [{ paper, votes: 1, presenter: null, answer: null }], 1)
    for (const action of ['drop', 'swap', 'present', 'decline']) {
      const pressed = { ...elsewhere, action, value: `${date} slack:T1 ${paper}`, post: null }
      expect(JSON.stringify(await bot.handlers.onAction(pressed))).toContain('not on the agenda')
    }
    expect(await itemsOf(bot.store.db, meeting)).toMatchObject([{ paper, presenter: null }])
  })

  it('is linked with another one by admins alone, whoever else manages', async () => {
    expect(await bot.answerTo(() => bot.command('team link', { user: 'U2' }))).toContain(
      'administer this whole workspace',
    )
    expect(await bot.answerTo(() => bot.command('team', { user: 'U2' }))).toContain('votes here')
  })

  it('is not what somebody searches for who writes more', async () => {
    expect(await bot.answerTo(() => bot.command('team link prediction'))).toContain('“team link prediction”')
  })
})
