import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSettings } from '../../../src/channels/channels.ts'
import { closeDiscussion, saveVerdict } from '../../../src/meetings/discussions.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'

let bot: Awaited<ReturnType<typeof openSlackBot>>
const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
const KNOWN = '<https://www.alphaxiv.org/abs/2603.00000>'
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(
    aSighting('2603.00000', today, {
      paper: { links: { ...aPaper('2603.00000').links, project: 'https://example.org/memory' } },
    }),
  )
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

const ask = (text: string) => bot.answerTo(() => bot.shortcut('look-up', text))
const discuss = async () => {
  const about = { team: 'slack:T1', paper: 'arxiv:2603.00000', date: today } as const
  await closeDiscussion(bot.store.db, { ...about, now: 1 })
  await saveVerdict(bot.store.db, about.team, about.paper, 'Worth building on.')
}
const keep = (text: string) => bot.answerTo(() => bot.shortcut('keep-note', `${text} ${KNOWN}`, { ts: '9.9' }))

describe('Look up paper', () => {
  it('says when it was posted, how many voted, what came of it and what was noted', async () => {
    await bot.react(bot.post('Paper 2603.00000'), '+1', { user: 'U2' })
    await discuss()
    await keep('Table 3 lacks error bars.')
    const answer = await ask(`see ${KNOWN}`)
    expect(answer).toMatch(/Paper 2603\.00000 · posted here .+ · 1 👍 · discussed .+ · 1 note/)
    expect(answer).toContain('Verdict: Worth building on.')
    expect(answer).toContain('Table 3 lacks error bars.')
    expect(await bot.answerTo(() => bot.command('why 2603.00000'))).toContain('Verdict: Worth building on.')
  })

  it('knows a paper by the other addresses that its links name', async () => {
    expect(await ask('https://example.org/memory/')).toContain('Paper 2603.00000 · posted here')
  })

  it('knows the papers of Paperboy’s own posts, and links that only another app’s blocks have', async () => {
    const { text, ts, blocks } = bot.post('Paper 2603.00000')
    expect(await bot.answerTo(() => bot.shortcut('look-up', text, { ts, blocks }))).toMatch(
      /^In this message\s*Paper 2603\.00000 · posted here [\w ]+AbstractSave$/,
    )
    const other = { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: KNOWN } }] }
    expect(await bot.answerTo(() => bot.shortcut('look-up', 'New!', other))).toContain('Paper 2603.00000 · posted here')
  })

  it('adds a paper that is not known with one button', async () => {
    bot.papers.set('doi:10.1101/2024.05.01.591234', {
      ...aPaper('x'),
      id: 'doi:10.1101/2024.05.01.591234',
      title: 'A cell that learns',
    })
    expect(await ask('<https://www.biorxiv.org/content/10.1101/2024.05.01.591234v2.full>')).toContain('not known here')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'add'))).toContain('Posted here, with your name')
    await bot.send()
    expect(bot.post('A cell that learns')).toBeDefined()
  })
})

describe('a pasted link', () => {
  const allow = () => saveSettings(bot.store.db, 'slack:T1/C1', { links: 'on' })
  const replies = () => bot.posts.filter((post) => wordsOf(post).includes('Seen before'))

  it('is answered in its thread where the channel wants that, once a day', async () => {
    await allow()
    await discuss()
    const said = await bot.say(`Anybody read ${KNOWN}?`)
    await expect.poll(() => replies()).toHaveLength(1)
    expect(replies()[0]?.threadTs).toBe(said.ts)
    expect(wordsOf(replies()[0] ?? { blocks: [] })).toMatch(/posted here .+ · discussed/)
    await bot.say(`Again: ${KNOWN}`, { user: 'U2' })
    await ask('nothing')
    expect(replies()).toHaveLength(1)
  })

  it('is left alone where nobody asked for replies, when it is unknown here, and when a bot pasted it', async () => {
    await bot.say(`Anybody read ${KNOWN}?`)
    await ask('nothing')
    await allow()
    await bot.say('<https://arxiv.org/abs/2603.19999>')
    await bot.say(KNOWN, { more: { bot_id: 'B9' } })
    await bot.say(KNOWN, { more: { subtype: 'message_changed' } })
    await ask('nothing')
    expect(replies()).toEqual([])
  })
})

describe('a search', () => {
  it('finds papers by what was noted and by verdicts, and counts notes', async () => {
    await discuss()
    await keep('The tokenizer trick is elegant.')
    expect(await bot.answerTo(() => bot.command('tokenizers'))).toMatch(
      /0 of 1 paper since [\s\S]*Paper 2603\.00000 · noted in your team[\s\S]*tokenizer trick/,
    )
    expect(await bot.answerTo(() => bot.command('worth building'))).toContain('Worth building on.')
    expect(await bot.answerTo(() => bot.command('memory'))).toMatch(/Paper 2603\.00000 · .*1 note/)
    expect(await bot.answerTo(() => bot.command('author:tokenizer'))).not.toContain('noted in your team')
  })

  it('shares nothing with a channel that was noted in another one', async () => {
    await keep('The tokenizer trick is elegant.')
    await bot.answerTo(() => bot.command('tokenizer', { channel: 'C2' }))
    const shared = await bot.answerTo(() => bot.command('memory', { channel: 'C2' }))
    expect(shared).toContain('1 note')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'share', { channel: 'C2' }))).not.toContain('1 note')
  })
})
