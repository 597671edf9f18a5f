import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SourceError } from '../../../src/sources/source-error.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'

let bot: Awaited<ReturnType<typeof openSlackBot>>
const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00000', today))
  await bot.at(`${today}T12:00:00Z`)
  bot.papers.set('arxiv:2603.10000', aPaper('2603.10000'))
})
afterEach(() => bot.close())

const add = (link: string, given = {}) => bot.answerTo(() => bot.command(`add ${link}`, given))
const cards = (title: string) => bot.posts.filter((post) => wordsOf(post).startsWith(title))

describe('/papers add', () => {
  it('posts a paper that somebody suggests, saying who did, open to votes', async () => {
    expect(await add('https://huggingface.co/papers/2603.10000')).toContain(
      'Posted here, with your name: “Paper 2603.10000”.',
    )
    await bot.send()
    const [card] = cards('Paper 2603.10000')
    expect(card?.threadTs).toBeNull()
    expect(card?.reactions.has('+1')).toBe(true)
    expect(JSON.stringify(card?.blocks)).toContain('"user_id":"U1"')
    expect(wordsOf(card ?? { blocks: [] })).toContain('Suggested by')
    if (card) await bot.react(card, '+1', { user: 'U2' })
    expect(await bot.answerTo(() => bot.command('top'))).toContain('1. Paper 2603.10000 · 1 👍')
    expect(await bot.answerTo(() => bot.command('paper 2603.10000'))).toContain('Paper 2603.10000')
  })

  it('says where and when a paper was posted that the channel has had', async () => {
    expect(await add('arxiv.org/abs/2603.00000')).not.toContain('Posted here')
    expect(await add('2603.00000')).toMatch(/^It was posted here on .+: “Paper 2603\.00000”\.AbstractSave$/)
    await add('2603.10000')
    await add('https://arxiv.org/pdf/2603.10000v3')
    await bot.send()
    expect(cards('Paper 2603.10000')).toHaveLength(1)
  })

  it('is not posted a second time by a digest', async () => {
    await add('2603.10000')
    bot.source.sightings.push(aSighting('2603.10000', today, { upvotes: 99 }))
    const next = '2026-04-04'
    await bot.at(`${next}T12:00:00Z`)
    expect(cards('Paper 2603.10000')).toHaveLength(1)
  })

  it('says what is wrong with a link', async () => {
    expect(await add('2603.19999')).toContain('No paper could be found at https://arxiv.org/abs/2603.19999.')
    bot.papers.get = () => {
      throw new SourceError('10.0.0.7 leads to 10.0.0.7, which is not a public web address.', 'refused')
    }
    expect(await add('http://10.0.0.7/paper')).toContain('That could not be read: 10.0.0.7 leads to')
  })

  it('is a search when what follows is no link', async () => {
    expect(await add('attention layers')).toContain('“add attention layers”')
  })

  it('posts nothing where Paperboy does not post', async () => {
    expect(await add('2603.10000', { channel: 'C9' })).toContain('not subscribed')
  })
})
