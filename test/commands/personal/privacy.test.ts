import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resyncPost } from '../../../src/voting/resync.ts'
import { startsAt } from '../../fakes/clock.ts'
import { columnsThatHold } from '../../fakes/scan.ts'
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
})
afterEach(() => bot.close())

const ask = (text: string, user = 'U1') => bot.answerTo(() => bot.command(text, { user }))
const press = (action: string, user = 'U1') =>
  bot.answerTo(() => bot.pressInAnswer(bot.slack.answers.at(-1)?.blocks ?? [], action, { user }))

const traces = () => columnsThatHold(bot.store, /slack:T1\/U1\b/)

/** Leaves a trace wherever one can be left. */
async function liveALittle(): Promise<void> {
  const post = bot.post('Paper 2603.00000')
  await bot.react(post, '+1')
  await bot.react(post, 'bookmark')
  await bot.answerTo(() => bot.press(post, 'save'))
  await ask('follow agents')
  await bot.answerTo(() => bot.shortcut('keep-note', 'Mine.', { author: 'U1', user: 'U2', thread: post.ts, ts: '8.1' }))
  await bot.answerTo(() => bot.shortcut('keep-note', 'Kept.', { author: 'U2', user: 'U1', thread: post.ts, ts: '8.2' }))
  bot.papers.set('arxiv:2603.10000', aPaper('2603.10000'))
  await ask('add 2603.10000')
  await ask('settings papers 3')
  await bot.send()
}

describe('/papers privacy', () => {
  it('says who sees what', async () => {
    const said = await ask('privacy')
    expect(said).toContain('Elsewhere votes are counts, never names.')
    expect(said).toContain('/papers forget me')
  })
})

describe('/papers forget me', () => {
  it('asks first, then leaves nothing in the database that names the person', async () => {
    await liveALittle()
    expect(await ask('forget me')).toContain('at once and for good')
    expect(await traces()).not.toEqual([])
    expect(await press('forget')).toContain('Forgotten.')
    expect(await traces()).toEqual([])
    expect(await ask('saved')).toContain('You have saved nothing yet')
    expect(await ask('top')).toContain('Nobody has voted')
  })

  it('is not undone by settling, nor by a new reaction, but by the person', async () => {
    const post = bot.post('Paper 2603.00000')
    await bot.react(post, '+1')
    await ask('forget me')
    await press('forget')
    const settle = () => resyncPost(bot, { channel: 'slack:T1/C1', id: post.ts })
    await settle()
    await bot.react(post, '+1', { remove: true })
    await bot.react(post, '+1')
    expect(await ask('top')).toContain('Nobody has voted')
    await ask('privacy')
    expect(await press('remember')).toContain('count again')
    await settle()
    expect(await ask('top')).toContain('1 👍')
  })

  it('keeps a note that somebody else kept, without its author', async () => {
    await liveALittle()
    await ask('forget me')
    await press('forget')
    const window = await bot.windowOf(() => bot.press(bot.post('Paper 2603.00000'), 'abstract'))
    expect(wordsOf(window)).toContain('Mine.')
    expect(wordsOf(window)).not.toContain('yours')
  })

  it('is a search for anything else', async () => {
    expect(await ask('forget gates')).toContain('“forget gates”')
  })
})
