import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditVotes, resyncVotes } from '../../src/voting/resync.ts'
import { countVotes, listVotes } from '../../src/voting/tally.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import type { FakePost } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
let bot: Awaited<ReturnType<typeof openSlackBot>>
let post: FakePost
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00001', today, { upvotes: 9 }), aSighting('2603.00002', today))
  await bot.at(`${today}T12:00:00Z`)
  post = bot.post('Paper 2603.00001')
})
afterEach(() => bot.close())

const votes = async () => (await countVotes(bot.store, 'slack:T1', 0)).map(({ paper, votes }) => [paper, votes])

describe('a vote', () => {
  it('is a 👍 in any skin tone; the bot’s own is none', async () => {
    expect(await votes()).toEqual([])
    await bot.react(post, '+1::skin-tone-5')
    await bot.react(post, 'thumbsup', { user: 'U2' })
    await bot.react(post, 'tada', { user: 'UGUEST' })
    expect(await votes()).toEqual([['arxiv:2603.00001', 2]])
  })

  it('is taken back', async () => {
    await bot.react(post, '+1')
    await bot.react(post, '+1', { remove: true })
    expect(await votes()).toEqual([])
  })

  it('counts once though Slack tells of it three times, and late', async () => {
    const at = Date.now() / 1000
    await bot.react(post, '+1', { remove: true, at: at + 1 })
    await bot.react(post, '+1', { at })
    await bot.react(post, '+1', { at })
    expect(await votes()).toEqual([])
  })

  it('on anything but our posts is nobody’s business', async () => {
    await bot.react({ ...post, ts: '1.000001', reactions: new Map() }, '+1')
    expect(await bot.store.db.selectFrom('votes').selectAll().execute()).toEqual([])
  })

  it('is shown by /papers top, as a count without names', async () => {
    await bot.react(post, '+1')
    const top = await bot.answerTo(() => bot.command('top week'))
    expect(top).toContain('1. Paper 2603.00001 · 1 👍')
    expect(top).not.toContain('U1')
  })
})

describe('votes missed while the bot was away', () => {
  it('are settled: rows equal what Slack shows', async () => {
    await bot.react(post, '+1')
    await bot.react(post, '+1', { remove: true, heard: false })
    await bot.react(post, '+1', { user: 'U2', heard: false })
    expect(await auditVotes(bot, 0)).toHaveLength(1)
    expect(await resyncVotes(bot)).toBe(2)
    expect(await auditVotes(bot, 0)).toEqual([])
    expect(await listVotes(bot.store, 0)).toEqual([{ paper: 'arxiv:2603.00001', people: ['slack:T1/U2'] }])
  })

  it('of one post that cannot be read cost only that one', async () => {
    await bot.react(post, '+1', { heard: false })
    bot.slack.failNext('reactions.get', { kind: 'status', status: 500, done: false })
    expect(await resyncVotes(bot)).toBe(1)
  })

  it('of a workspace that refuses the token are left alone, after one question', async () => {
    bot.slack.workspace.botToken = 'xoxb-another'
    const lines: string[] = []
    const log = pino({}, { write: (line) => lines.push(JSON.parse(line).msg) })
    expect(await resyncVotes({ ...bot, log })).toBe(0)
    expect(bot.slack.calls.filter(({ method }) => method === 'reactions.get')).toHaveLength(1)
    expect(lines).toEqual(['votes given meanwhile are looked for'])
  })
})
