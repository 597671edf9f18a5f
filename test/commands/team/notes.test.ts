import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

let bot: Awaited<ReturnType<typeof openSlackBot>>
const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00000', today, { upvotes: 9 }))
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

const keep = (text: string, given: Parameters<typeof bot.shortcut>[2] = {}) =>
  bot.shortcut('keep-note', text, { ts: String(Math.random()), ...given })
const abstract = (user = 'U1') => bot.windowOf(() => bot.press(bot.post('Paper 2603.00000'), 'abstract', { user }))

describe('Keep as note', () => {
  it('keeps a message of a paper’s thread with that paper, where its team sees it', async () => {
    const thread = bot.post('Paper 2603.00000').ts
    expect(await bot.answerTo(() => keep('Table 3 lacks error bars.', { thread }))).toContain(
      'Kept with Paper 2603.00000, for your team.',
    )
    expect(wordsOf(await abstract())).toContain('Table 3 lacks error bars.')
    expect(wordsOf(await abstract('U2'))).toContain('yours · #papers')
  })

  it('keeps a message with the paper it links to', async () => {
    await bot.answerTo(() => keep('Worth it: <https://arxiv.org/pdf/2603.00000v2>'))
    expect(wordsOf(await abstract())).toContain('Worth it:')
  })

  it('asks which paper is meant where that is not clear, and says when there is none', async () => {
    const form = await bot.windowOf(() => keep('The loss is wrong.'))
    expect(wordsOf(form)).toContain('With which paper?')
    expect(await bot.submit(form, { paper: '2603.19999' })).toMatchObject({
      errors: { paper: expect.stringContaining('No paper here is called “2603.19999”.') },
    })
    await bot.submit(form, { paper: 'paper 2603.00000' })
    expect(wordsOf(await abstract())).toContain('The loss is wrong.')
  })

  it('keeps no signs that show another text than the one that is there', async () => {
    const where = { thread: bot.post('Paper 2603.00000').ts }
    await bot.answerTo(() => keep('Table\u202E 3\u2069\nlacks 👩‍🔬\u200F bars.', where))
    const shown = wordsOf(await abstract())
    expect(shown).toContain('Table 3\nlacks 👩‍🔬 bars.')
    expect(shown).not.toMatch(/\p{Bidi_Control}/u)
    const answer = await bot.answerTo(() => bot.command('no\u202Ething\u2066 here'))
    expect(answer).not.toMatch(/\p{Bidi_Control}/u)
  })

  it('keeps a message once', async () => {
    const where = { thread: bot.post('Paper 2603.00000').ts, ts: '7.7' }
    await bot.answerTo(() => keep('Once.', where))
    expect(await bot.answerTo(() => keep('Once.', { ...where, user: 'U2' }))).toContain('It was kept before')
    expect(wordsOf(await abstract()).split('Once.')).toHaveLength(2)
  })

  it('keeps no post of Paperboy’s own, and no empty message', async () => {
    expect(await bot.answerTo(() => keep('x', { ts: bot.post('Paper 2603.00000').ts }))).toContain(
      'a post of Paperboy’s',
    )
    expect(await bot.answerTo(() => keep(' '))).toContain('no text')
  })
})

describe('a note', () => {
  const kept = async () => {
    await bot.answerTo(() =>
      keep('Secret sauce.', { thread: bot.post('Paper 2603.00000').ts, author: 'U2', user: 'U1' }),
    )
    return bot.slack.answers.at(-1)?.blocks ?? []
  }

  it('is removed by its author', async () => {
    await kept()
    const window = await abstract('U2')
    await bot.windowOf(() => bot.pressInModal(window, 'remove-note', { user: 'U2' }))
    expect(wordsOf(await abstract())).not.toContain('Secret sauce.')
  })

  it('is not removed by a guest, who has no button for it either', async () => {
    const answer = await kept()
    expect(await bot.answerTo(() => bot.pressInAnswer(answer, 'remove-note', { user: 'UGUEST' }))).toContain(
      'Its author, who kept it, and people who manage the channel',
    )
    expect(JSON.stringify(await abstract('UGUEST'))).not.toContain('remove-note')
  })

  it('of a private channel is shown to nobody who cannot see that channel', async () => {
    bot.slack.workspace.channels.push({
      id: 'G1',
      name: 'secret',
      isMember: true,
      isArchived: false,
      isPrivate: true,
      users: ['U1'],
    })
    await bot.answerTo(() => keep('Hush: <https://arxiv.org/abs/2603.00000>', { channel: 'G1' }))
    expect(wordsOf(await abstract('U1'))).toContain('Hush')
    expect(wordsOf(await abstract('U2'))).not.toContain('Hush')
  })
})
