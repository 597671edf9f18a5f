import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cite } from '../../../src/commands/reading/cite.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00001', today, { upvotes: 9 }), aSighting('2603.00002', today))
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

/** The files that a person was sent. */
const sent = () => bot.posts.flatMap(({ files = [] }) => files)

describe('/papers cite', () => {
  it('sends a paper, or a list, for reference managers, to whoever asks', async () => {
    expect(await bot.answerTo(() => bot.command('cite today'))).toContain('2 papers for your reference manager')
    await bot.send()
    expect(sent().map(({ name }) => name)).toEqual(['bib', 'ris', 'json'].map((one) => `papers-${today}.${one}`))
    expect(sent()[0]?.text.match(/^@misc/gm)).toHaveLength(2)
    await bot.answerTo(() => bot.command('cite Paper 2603.00002'))
    await bot.send()
    expect(sent()[3]?.text).toMatch(/^@misc\{Example2026:arxiv:2603.00002,/)
  })

  it('does the same by button, below what only the asker sees, and posts have none', async () => {
    const post = bot.post('Paper 2603.00001')
    expect(wordsOf(post)).not.toContain('Cite')
    const window = await bot.windowOf(() => bot.press(post, 'abstract'))
    const said = await bot.windowOf(() => bot.pressInModal(window, 'cite'))
    expect(wordsOf(said)).toContain('1 paper for your reference manager')
    await bot.answerTo(() => bot.press(post, 'save'))
    for (const [typed, papers] of [
      ['saved', '1 paper '],
      ['', '2 papers '],
      ['Paper 2603', '2 papers '],
    ] as const) {
      await bot.answerTo(() => bot.command(typed))
      const list = bot.slack.answers.at(-1)?.blocks ?? []
      expect(await bot.answerTo(() => bot.pressInAnswer(list, 'cite'))).toContain(papers)
    }
    await bot.send()
    const titles = sent()
      .filter(({ name }) => name.endsWith('.bib'))
      .map(({ text }) => new Cite(text).data.map(({ title }) => title))
    expect(titles.map((list) => list.length)).toEqual([1, 1, 2, 2])
    expect(titles[0]).toEqual(['Paper 2603.00001'])
  })

  it('says so when there is nothing to cite', async () => {
    expect(await bot.answerTo(() => bot.command('cite saved'))).toContain('nothing on that list')
    for (const list of ['agenda', 'top', 'top month', 'search quokkas'])
      expect(await bot.answerTo(() => bot.command(`cite ${list}`))).toContain('nothing on that list')
    expect(cite.parse('')).toBeNull()
  })
})
