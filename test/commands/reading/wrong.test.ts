import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import { hideEverywhere } from '../../../src/cli/summarize.ts'
import { writeMessages } from '../../../src/digest/write/write-planned.ts'
import { explain } from '../../../src/library/why.ts'
import { findPaper } from '../../../src/papers/papers.ts'
import { fakeChat } from '../../fakes/chat.ts'
import { startsAt } from '../../fakes/clock.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { abstracts } from '../../fixtures/abstracts.ts'
import { aSighting } from '../../fixtures/papers.ts'

const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)
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

  describe('in a team of somebody’s own', () => {
    const elsewhere = { channel: 'discord:7/8', person: 'discord:9' } as const
    const other = fakeChat('discord')
    beforeEach(async () => {
      other.posts.splice(0)
      bot.adapters.set('discord', other)
      await subscribeChannel(bot.store.db, elsewhere.channel, 'reading', 0)
      await bot.ask({ ...elsewhere, text: 'add 2603.00000' })
      await bot.send()
    })
    const find = (reason: string) =>
      bot.handlers.onForm({ ...elsewhere, form: 'wrong:arxiv:2603.00000', values: { reason } })
    const alerts = () =>
      bot.store.db.selectFrom('deliveries').select('message').where('key', 'like', 'alert:summary:%').execute()

    it('rewords what that team is shown, now and later, and nothing that another one is', async () => {
      expect(JSON.stringify(other.posts)).toContain(finding)
      expect(JSON.stringify(await find('I say so.'))).toContain('The summary is hidden. Its posts here show')
      expect(JSON.stringify(other.edits)).not.toContain(finding)
      expect(other.edits).toHaveLength(1)
      expect(wordsOf(post())).toContain(finding)
      await subscribeChannel(bot.store.db, 'discord:7/9', 'more', 0)
      await subscribeChannel(bot.store.db, 'discord:5/5', 'others', 0)
      await bot.ask({ channel: 'discord:7/9', person: 'discord:9', text: 'add 2603.00000' })
      await bot.ask({ channel: 'discord:5/5', person: 'discord:9', text: 'add 2603.00000' })
      await writeMessages(bot)
      await bot.send()
      const showing = other.posts.filter((one) => JSON.stringify(one).includes(finding)).map(({ to }) => to)
      expect(other.posts).toHaveLength(3)
      expect(showing).toEqual(expect.arrayContaining([{ channel: elsewhere.channel }, { channel: 'discord:5/5' }]))
      expect(showing).toHaveLength(2)
    })

    it('tells whoever runs the bot once several teams find it wrong, and lets them hide it everywhere', async () => {
      await bot.store.db.updateTable('channels').set({ subscribed_by: 'slack:T1/U1' }).execute()
      await find('Words of one team.')
      expect(await alerts()).toEqual([])
      await bot.submit(await form('UGUEST'), { reason: 'Words of another.' }, { user: 'UGUEST' })
      const told = JSON.stringify(await alerts())
      expect(told).toContain('Several teams find the summary')
      expect(told).not.toContain('Words of')
      expect(wordsOf(post())).toContain(finding)
      const said: string[] = []
      expect(await hideEverywhere(bot, '2603.00000', (line) => said.push(line))).toBe(0)
      expect(said).toEqual([
        expect.stringContaining('Hidden everywhere: “Tidemark'),
        expect.stringMatching(/^1 post now/),
      ])
      expect(wordsOf(post())).not.toContain(finding)
      expect(await why()).toContain('hidden everywhere')
    })
  })
})
