import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { explain } from '../../src/digest/why.ts'
import { findPaper } from '../../src/store/papers.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { abstracts } from '../fixtures/abstracts.ts'
import { aSighting } from '../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
const { title, abstract } = abstracts.tidemark
const finding = 'improves recall by 7.4 points'

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  bot.source.sightings.push(aSighting('2603.00000', today, { paper: { title, abstract } }))
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())

const post = () => bot.post('Tidemark: Retrieval')
const window = (user = 'U1') => bot.windowOf(() => bot.press(post(), 'abstract', { user }))
const form = async (user = 'U1') => {
  const shown = await window(user)
  return bot.windowOf(() => bot.pressInModal(shown, 'wrong', { user }))
}
const why = async () => {
  const paper = await findPaper(bot.store.db, 'arxiv:2603.00000')
  if (!paper) throw new Error('The paper is gone.')
  return (await explain(bot.store, paper, 'slack:T1/C1')).join('\n')
}

describe('the Abstract window', () => {
  it('says who wrote the summary', async () => {
    expect(wordsOf(await window())).toContain('Summary in the post: sentences from the abstract.')
    expect(wordsOf(bot.posts.at(-1) ?? { blocks: [] })).toContain('summaries: sentences from the abstract')
  })
})

describe('“Wrong?”', () => {
  it('hides the summary where a manager says so, in the post itself, with the reason in why', async () => {
    expect(wordsOf(post())).toContain(finding)
    await bot.submit(await form(), { reason: 'That is the\nbaseline.' })
    expect(wordsOf(post())).not.toContain(finding)
    expect(wordsOf(post())).toContain('Retrieval systems treat every document alone')
    expect(await why()).toMatch(
      /Summary \(sentences from the abstract\) hidden as wrong in papers, .*“That is the baseline.”/,
    )
  })

  it('leaves no button where no summary is left, and brings the hidden one back nowhere', async () => {
    await bot.submit(await form(), { reason: 'Baseline.' })
    await bot.submit(await form(), { reason: 'Background only.' })
    expect(wordsOf(post())).not.toContain('Retrieval systems')
    expect(wordsOf(await window())).not.toContain('Wrong?')
    await bot.answerTo(() => bot.command('today'))
    expect(JSON.stringify(bot.slack.answers.at(-1))).not.toContain(finding)
  })

  it('asks for the reason', async () => {
    expect(await bot.submit(await form(), { reason: ' ' })).toMatchObject({ errors: { reason: expect.any(String) } })
    expect(wordsOf(post())).toContain(finding)
  })

  it('tells those who look after it quietly when a guest says so, and changes nothing', async () => {
    await bot.store.db.updateTable('channels').set({ subscribed_by: 'slack:T1/U1' }).execute()
    await bot.submit(await form('UGUEST'), { reason: 'Nonsense.' }, { user: 'UGUEST' })
    expect(wordsOf(post())).toContain(finding)
    const { key, message } = await bot.store.db
      .selectFrom('deliveries')
      .select(['key', 'message'])
      .where('key', 'like', 'alert:wrong:%')
      .executeTakeFirstOrThrow()
    expect(key).toContain('UGUEST')
    expect(message).toContain('“Nonsense.”')
    expect(await why()).toContain('reported as wrong')
  })
})
