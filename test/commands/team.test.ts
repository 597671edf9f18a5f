import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countVotes } from '../../src/discussion/votes.ts'
import { subscribeChannel } from '../../src/store/channels.ts'
import { recordVote } from '../../src/store/votes.ts'
import { fakeChat } from '../fakes/chat.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00001', today, { upvotes: 9 }))
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

const votes = async (team: string) => (await countVotes(bot.store, team, 0))[0]?.votes ?? 0
const elsewhere = { channel: 'discord:1/2', person: 'discord:3' } as const

describe('a team', () => {
  it('chooses what votes; its posts are seeded with it from then on', async () => {
    await bot.react(bot.post('Paper 2603.00001'), 'fire')
    expect(await votes('slack:T1')).toBe(0)
    expect(await bot.answerTo(() => bot.command('team votes :fire: :+1::skin-tone-2:'))).toContain(
      ':fire: 👍 votes here',
    )
    expect(await votes('slack:T1')).toBe(1)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    bot.source.sightings.push(aSighting('2603.00002', tomorrow))
    await bot.store.db.updateTable('channels').set({ last_digest_on: null }).execute()
    await bot.at(`${tomorrow}T12:00:00Z`)
    expect([...bot.post('Paper 2603.00002').reactions.keys()]).toEqual(['fire'])
    expect(wordsOf(bot.posts.find((post) => wordsOf(post).includes(':fire: = I want')) ?? { blocks: [] })).not.toBe('')
  })

  it('votes together with another one once admins of both want it, and alone again', async () => {
    bot.adapters.set('discord', fakeChat('discord'))
    await subscribeChannel(bot.store.db, elsewhere.channel, 'reading', 0)
    await bot.store.db
      .insertInto('deliveries')
      .values({
        id: 'd',
        key: 'k',
        platform: 'discord',
        team: 'discord:1',
        place: elsewhere.channel,
        seq: 1,
        state: 'sent',
        subject: '{}',
        paper_id: 'arxiv:2603.00001',
        not_before: 0,
        planned_at: Date.now(),
        post: JSON.stringify({ channel: elsewhere.channel, id: '9' }),
      })
      .execute()
    const vote = { person: elsewhere.person, emoji: '👍', stands: true, at: 1 }
    await recordVote(bot.store.db, { post: { channel: elsewhere.channel, id: '9' }, ...vote })
    await bot.react(bot.post('Paper 2603.00001'), '+1')
    const code = /[A-Z\d]{4}-[A-Z\d]{4}/.exec(await bot.answerTo(() => bot.command('team link')))?.[0] ?? ''
    expect(await votes('slack:T1')).toBe(1)
    expect(await bot.ask({ ...elsewhere, text: `team link ${code}` })).toContain('Linked')
    expect([await votes('slack:T1'), await votes('discord:1')]).toEqual([2, 2])
    await bot.send()
    expect(bot.post('Votes here now add up with those of a Discord server')).toBeDefined()
    expect(await bot.ask({ ...elsewhere, text: `team link ${code}` })).toContain('not good here')
    expect(await bot.answerTo(() => bot.command('team unlink'))).toContain('Unlinked')
    expect([await votes('slack:T1'), await votes('discord:1')]).toEqual([1, 1])
  })

  it('is linked with another one by admins alone, whoever else manages', async () => {
    expect(await bot.answerTo(() => bot.command('team link', { user: 'U2' }))).toContain(
      'administer the whole workspace',
    )
    expect(await bot.answerTo(() => bot.command('team', { user: 'U2' }))).toContain('votes here')
  })

  it('is not what somebody searches for who writes more', async () => {
    expect(await bot.answerTo(() => bot.command('team link prediction'))).toContain('“team link prediction”')
  })
})
