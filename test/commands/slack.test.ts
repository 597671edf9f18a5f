import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findChannel } from '../../src/channels/channels.ts'
import { verbs } from '../../src/commands/table.ts'
import { recordUsage } from '../../src/models/usage.ts'
import { startsAt } from '../fakes/clock.ts'
import { openSettings, openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
  // Days around today: what counts “this week” asks the real clock.
  bot.source.sightings.push(
    ...[30, 20, 10, 5].map((upvotes, index) => aSighting(`2603.0000${index}`, today, { upvotes })),
  )
  await bot.at(`${today}T12:00:00Z`)
})
afterEach(() => bot.close())
const today = '2026-03-31'
startsAt(`${today}T10:00:00Z`)

describe('the buttons of a paper', () => {
  it('show the whole abstract in a window, and from there what is similar and why it is here', async () => {
    const view = await bot.windowOf(() => bot.press(bot.post('Paper 2603.00000'), 'abstract'))
    expect(wordsOf(view)).toContain('We present a memory for paper 2603.00000.')
    const why = await bot.windowOf(() => bot.pressInModal(view, 'why'))
    expect(wordsOf(why)).toContain('1st of 4 by upvotes (30)')
    const similar = await bot.windowOf(() => bot.pressInModal(view, 'similar'))
    expect(similar.title).toMatchObject({ text: 'Similar' })
    expect(wordsOf(similar)).toContain('Paper 2603.00001')
    expect(wordsOf(similar)).not.toContain('Paper 2603.00000')
  })

  it('save it to a list that only its owner sees', async () => {
    const post = bot.post('Paper 2603.00000')
    expect(await bot.answerTo(() => bot.press(post, 'save'))).toContain('Saved: “Paper 2603.00000”.')
    expect(await bot.answerTo(() => bot.press(post, 'save'))).toContain('It was saved already')
    expect(await bot.answerTo(() => bot.command('saved'))).toContain('1. Paper 2603.00000')
    expect(await bot.answerTo(() => bot.command('saved', { user: 'U2' }))).toContain('You have saved nothing yet')
    await bot.answerTo(() => bot.pressInAnswer(bot.slack.answers[0]?.blocks ?? [], 'unsave'))
    expect(await bot.answerTo(() => bot.command('saved'))).toContain('You have saved nothing yet')
  })

  it('say so when they hang on a post of an older version', async () => {
    const post = bot.post('Paper 2603.00000')
    const answer = await bot.answerTo(() => bot.press(post, 'dance', { value: 'x' }))
    expect(answer).toContain('older Paperboy')
  })
})

describe('a listed paper', () => {
  it('is brought up in the thread as a post of its own, once, open to votes', async () => {
    const list = bot.post('2 more')
    const bring = () => bot.press(list, 'bring', { value: 'arxiv:2603.00003' })
    expect(await bot.answerTo(bring)).toContain('Brought up in the thread: “Paper 2603.00003”.')
    await bot.send()
    const card = bot.posts.at(-1)
    expect(card?.threadTs).toBe(bot.post('Papers · ').ts)
    expect(card?.reactions.has('+1')).toBe(true)
    expect(await bot.answerTo(bring)).toContain('It was posted here before')
    await bot.send()
    expect(bot.posts.filter((post) => wordsOf(post).startsWith('Paper 2603.00003'))).toHaveLength(1)
  })
})

describe('a search', () => {
  it('has pages, and can be shared with the channel', async () => {
    bot.source.sightings.push(...Array.from({ length: 8 }, (_, index) => aSighting(`2603.0010${index}`, today, {})))
    await bot.at(`${today}T12:40:00Z`)
    const first = await bot.answerTo(() => bot.command('memory'))
    expect(first).toContain('“memory”: 12 of 12 papers')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'more'))).toContain('6–10')
    expect(bot.slack.answers.at(-1)?.replace_original).toBe(true)
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'share'))).toContain('1–5')
    expect(bot.slack.answers.at(-1)).toMatchObject({ response_type: 'in_channel' })
  })

  it('says how many voted for a paper, and where', async () => {
    await bot.react(bot.post('Paper 2603.00000'), '+1')
    await bot.react(bot.post('Paper 2603.00000'), '+1', { user: 'U2' })
    expect(await bot.answerTo(() => bot.command('votes:>1'))).toMatch(
      /“votes:>1”: 1 of 4 papers.*Paper 2603.00000 · .* · 30 upvotes · 2 👍 in #papers/s,
    )
    expect(await bot.answerTo(() => bot.command('search by:me', { user: 'U2' }))).toContain('1 of 4 papers')
    expect(await bot.answerTo(() => bot.command('agents posted:#papers'))).toContain('2 of 4 papers')
  })

  it('asks Hugging Face, and keeps what that finds', async () => {
    expect(await bot.answerTo(() => bot.command('quokkas'))).toContain('0 of 4 papers')
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    bot.outside.sightings = [aSighting('2501.00001', '2025-01-02', { paper: { title: 'Quokkas' } })]
    const answer = await bot.answerTo(() => bot.pressInAnswer(blocks, 'outside'))
    expect(answer).toContain('Hugging Face finds 1 paper for “quokkas”, 1 of them new here')
    expect(await bot.answerTo(() => bot.command('quokkas'))).toContain('1 of 5 papers')
    bot.outside.sightings = null
    const failed = await bot.answerTo(() => bot.pressInAnswer(blocks, 'outside'))
    expect(failed).toContain('Hugging Face answered 502 for “quokkas”. Its own page may answer.')
    expect(failed).toContain('Open Hugging Face')
  })
})

describe('settings', () => {
  const form = (label: string, user = 'U1') => openSettings(bot, label, user)
  const overview = () => bot.answerTo(() => bot.command('settings'))

  it('are shown in a line each, with what the rules do and a button for each form', async () => {
    const shown = await overview()
    for (const line of [
      'Time 09:00 (default)',
      'Only post papers matching anything (default)',
      'Upvotes ≥ 0 (default)',
    ])
      expect(shown).toContain(line)
    expect(shown).toContain('Who may change this full members (default)')
    expect(shown).toContain('In the last 14 days this would have posted 2 papers of 4')
    await bot.answerTo(() => bot.command('settings upvotes 10'))
    expect(await overview()).toContain('Upvotes ≥ 10\n')
  })

  it('are asked in short forms with the present values filled in, the asker’s own time zone first', async () => {
    const when = await form('When')
    expect(when.blocks.map(({ block_id }) => block_id)).toEqual(['time', 'zone', 'days', 'news'])
    const elements = when.blocks.map(({ element }) => element)
    expect(elements).toMatchObject([
      { type: 'timepicker', initial_time: '09:00' },
      {
        type: 'static_select',
        initial_option: { value: 'Europe/Berlin' },
        option_groups: expect.arrayContaining([
          {
            label: expect.objectContaining({ text: 'Yours' }),
            options: [expect.objectContaining({ value: 'Europe/Berlin' })],
          },
        ]),
      },
      { type: 'multi_static_select', initial_options: [{ value: 'mon' }, {}, {}, {}, { value: 'fri' }] },
      { type: 'static_select', initial_option: { value: 'changes' } },
    ])
    const what = await form('What')
    expect(what.blocks.map(({ element }) => (element as { type: string }).type)).toEqual([
      'number_input',
      'multi_static_select',
      'plain_text_input',
      'plain_text_input',
      'number_input',
    ])
  })

  it('change nothing when a form is sent in as it was', async () => {
    for (const label of ['When', 'What', 'Style', 'People'])
      expect(wordsOf(((await bot.submit(await form(label), {})) as { view: never }).view), label).toContain(
        'Nothing was',
      )
    await bot.send()
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({})
  })

  it('take several days, and a value that says the same as the default follows it again', async () => {
    await bot.submit(await form('When'), { days: 'mon wed', zone: 'Asia/Tokyo' })
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({
      postDays: 'mon,wed',
      timezone: 'Asia/Tokyo',
    })
    await bot.submit(await form('When'), { days: 'mon tue wed thu fri', zone: 'Europe/Berlin' })
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({})
  })

  it('open the meetings of the channel as well', async () => {
    expect((await form('Meetings')).title).toMatchObject({ text: 'Reading group' })
  })

  it('say what models were asked today', async () => {
    const day = new Date(bot.store.now()).toISOString().slice(0, 10)
    expect(await overview()).not.toContain('Models today')
    await recordUsage(bot.store.db, { day, model: 'gpt-5-mini', calls: 3, promptTokens: 1_000, completionTokens: 234 })
    expect(await overview()).toContain('Models today: gpt-5-mini, 3 calls, 1,234 tokens.')
  })

  it('say beside the field what is wrong with it, all at once', async () => {
    const answer = await bot.submit(await form('What'), { papers: '99', include: 'votes:many', sources: 'nature' })
    expect(answer).toMatchObject({
      response_action: 'errors',
      errors: {
        papers: '“99” is not a number from 1 to 20. Did you mean 20?',
        include: expect.any(String),
        sources: expect.any(String),
      },
    })
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({})
  })

  it('are announced in the channel, and undone there', async () => {
    await bot.submit(await form('When'), { time: '08:30' })
    await bot.send()
    const announced = bot.post('Settings changed: Time 08:30 (was 09:00).')
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({ postAt: '08:30' })
    await bot.answerTo(() => bot.press(announced, 'settings-undo'))
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({})
    await bot.send()
    expect(bot.post('Settings changed back: Time 09:00 (was 08:30).')).toBeDefined()
  })

  it('try a rule on the last 14 days before it is saved', async () => {
    const shown = (await bot.submit(await form('What'), { exclude: '"paper 2603.00000"', papers: '3' })) as {
      view: never
    }
    const words = wordsOf(shown.view)
    expect(words).toMatch(
      /In the last 14 days this would have posted 3 papers of 4 in papers, for example “Paper 2603.00001”/,
    )
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({})
    const tried = { ...(shown.view as object), id: 'V9', user: 'U1' } as never
    const again = await bot.windowOf(() => bot.pressInModal(tried, 'settings-again'))
    expect(JSON.stringify(again.blocks)).toContain('"initial_value":"\\"paper 2603.00000\\""')
    await bot.windowOf(() => bot.pressInModal(tried, 'settings-save'))
    expect((await findChannel(bot.store.db, 'slack:T1/C1'))?.settings).toEqual({
      exclude: '"paper 2603.00000"',
      papersPerDay: 3,
    })
  })

  it('are not for guests', async () => {
    const answer = await bot.answerTo(() => bot.command('settings', { user: 'UGUEST' }))
    expect(answer).toContain('for people who manage this channel')
  })

  it('put everything but the heading into the thread where a channel wants it so', async () => {
    await bot.submit(await form('Style'), { layout: 'thread' })
    await bot.send()
    const before = bot.posts.length
    bot.source.sightings.push(aSighting('2603.00200', today))
    await bot.at(`${'2026-04-01'}T12:00:00Z`)
    const [heading, ...others] = bot.posts.slice(before)
    expect(heading?.threadTs).toBeNull()
    expect(new Set(others.map(({ threadTs }) => threadTs))).toEqual(new Set([heading?.ts]))
  })
})

describe('a channel', () => {
  it('is subscribed and unsubscribed where it is', async () => {
    bot.slack.workspace.channels.push({
      id: 'C2',
      name: 'vision',
      isMember: false,
      isArchived: false,
      isPrivate: false,
      users: ['U1'],
    })
    const ask = (text: string) => bot.answerTo(() => bot.command(text, { channel: 'C2' }))
    expect(await ask('subscribe')).toContain('Subscribed.')
    expect(await findChannel(bot.store.db, 'slack:T1/C2')).toMatchObject({ name: 'vision', state: 'active' })
    expect(await ask('subscribe')).toContain('is subscribed')
    expect(await ask('unsubscribe')).toContain('Unsubscribed.')
    expect((await findChannel(bot.store.db, 'slack:T1/C2'))?.state).toBe('left')
  })

  it('is subscribed from another one by choosing it', async () => {
    const vision = { id: 'C2', name: 'vision', isMember: false, isArchived: false, isPrivate: false, users: ['U1'] }
    bot.slack.workspace.channels.push(vision)
    await bot.answerTo(() => bot.command('subscribe'))
    const form = await bot.windowOf(() => bot.pressInAnswer(bot.slack.answers.at(-1)?.blocks ?? [], 'elsewhere'))
    expect(await bot.submit(form, {})).toMatchObject({ errors: { channel: 'Choose a channel.' } })
    const shown = (await bot.submit(form, { channel: 'C2' })) as { view: never }
    expect(wordsOf(shown.view)).toContain('Subscribed.')
    expect(await findChannel(bot.store.db, 'slack:T1/C2')).toMatchObject({ name: 'vision', state: 'active' })
  })

  it('that is private is joined by invitation alone', async () => {
    bot.slack.workspace.channels.push({
      id: 'C3',
      name: 'secret',
      isMember: false,
      isArchived: false,
      isPrivate: true,
      users: ['U1'],
    })
    expect(await bot.answerTo(() => bot.command('subscribe', { channel: 'C3' }))).toMatch(/invite|manage/)
    expect(await findChannel(bot.store.db, 'slack:T1/C3')).toBeNull()
  })

  it('that was deleted still gets its answers', async () => {
    expect(await bot.answerTo(() => bot.command('memory', { channel: 'C404' }))).toContain('“memory”')
  })

  it('that took nothing for a while gets what was meant for it, when a manager resumes it', async () => {
    const tomorrow = '2026-04-01'
    const noon = Date.parse(`${tomorrow}T12:00:00Z`)
    const channel = bot.slack.workspace.channels.find(({ id }) => id === 'C1')
    if (!channel) throw new Error('There is no channel.')
    bot.source.sightings.push(aSighting('2603.00009', tomorrow, { upvotes: 40 }))
    await bot.store.db.updateTable('channels').set({ last_digest_on: null }).execute()
    channel.isArchived = true
    await bot.at(`${tomorrow}T12:00:00Z`)
    expect(bot.posts.some((post) => wordsOf(post).includes('Paper 2603.00009'))).toBe(false)
    channel.isArchived = false
    expect(await bot.answerTo(() => bot.command('resume'))).toMatch(
      /What it could not take before is sent now: 3 messages/,
    )
    // The one that was refused is looked for first, twice.
    for (let look = 0; look < 3; look += 1) await bot.send(noon + look * 31_000)
    expect(bot.posts.filter((post) => wordsOf(post).includes('Paper 2603.00009'))).toHaveLength(1)
    expect(await bot.answerTo(() => bot.command('resume'))).not.toContain('sent now')
  })

  it('follows its life on Slack: renamed, archived, moved, removed', async () => {
    const channel = (id: `slack:${string}` = 'slack:T1/C1') => findChannel(bot.store.db, id)
    await bot.event({ type: 'channel_rename', channel: { id: 'C1', name: 'reading', created: 1 } })
    expect((await channel())?.name).toBe('reading')
    await bot.event({ type: 'channel_archive', channel: 'C1', user: 'U1' })
    expect(await channel()).toMatchObject({ state: 'paused', reason: expect.stringContaining('archived') })
    await bot.event({ type: 'channel_id_changed', old_channel_id: 'C1', new_channel_id: 'C9' })
    expect(await channel()).toBeNull()
    expect(await channel('slack:T1/C9')).toMatchObject({ name: 'reading', lastDigestOn: expect.any(String) })
    await bot.event({ type: 'app_uninstalled' })
    expect((await channel('slack:T1/C9'))?.state).toBe('left')
  })
})

describe('the home tab', () => {
  it('shows today, the week’s top, one’s own list and when each channel posts next', async () => {
    expect(wordsOf(await bot.homeOf('U1'))).toMatch(
      /Today\s*1\. Paper 2603\.00000 · .*2\. Paper 2603\.00001 · .*Most 👍/s,
    )
    await bot.react(bot.post('Paper 2603.00000'), '+1')
    await bot.answerTo(() => bot.press(bot.post('Paper 2603.00001'), 'save'))
    const words = wordsOf(await bot.homeOf('U1'))
    expect(words).toContain('1. Paper 2603.00000 · 1 👍')
    expect(words).toContain('1. Paper 2603.00001')
    expect(words).toMatch(/#papers: \w+ 09:00 Europe\/Berlin/)
    expect(wordsOf(await bot.homeOf('UGUEST'))).toContain('#papers: ')
  })

  it('shows at once what was done there', async () => {
    const home = await bot.homeOf('U1')
    const abstract = await bot.windowOf(() => bot.pressInModal(home, 'abstract'))
    await bot.windowOf(() => bot.pressInModal(abstract, 'save'))
    await expect.poll(() => wordsOf(bot.slack.workspace.homes.get('U1') ?? home)).not.toBe(wordsOf(home))
  })

  it('names a private channel only to those who are in it', async () => {
    const secret = { id: 'C7', name: 'secret', isMember: true, isArchived: false, isPrivate: true, users: ['U1'] }
    bot.slack.workspace.channels.push(secret)
    await bot.answerTo(() => bot.command('subscribe', { channel: 'C7' }))
    expect(wordsOf(await bot.homeOf('U1'))).toContain('#secret')
    expect(wordsOf(await bot.homeOf('U2'))).not.toContain('secret')
  })
})

describe('a message that links to a paper', () => {
  it('is looked up from its menu', async () => {
    const found = await bot.answerTo(() => bot.shortcut('look-up', 'see <https://arxiv.org/pdf/2603.00001v2>'))
    expect(found).toContain('Paper 2603.00001')
    expect(await bot.answerTo(() => bot.shortcut('look-up', 'nothing here'))).toContain('links to no paper')
  })
})

describe('help', () => {
  it('fits a phone at first, and lists every verb by group behind More', async () => {
    const first = await bot.answerTo(() => bot.command('help'))
    expect(first.match(/\/papers/g)).toHaveLength(6)
    expect(first).toContain('👍 discuss · 🔖 save · 🙋 I’ll present')
    expect(first).toMatch(/Next post: .+ Europe\/Berlin/)
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(JSON.stringify(blocks)).not.toContain('preformatted')
    const whole = await bot.answerTo(() => bot.pressInAnswer(blocks, 'more'))
    for (const heading of ['Read', 'Vote and discuss', 'Yours', 'This channel']) expect(whole).toContain(heading)
    expect(whole).toContain('/papers why TITLE|LINK why it was posted, or not')
    expect(bot.slack.answers.at(-1)?.replace_original).toBe(true)
    const lines = verbs.filter(({ isHere }) => !isHere).map(({ usage }) => `/papers ${usage}`.trim())
    for (const line of lines) expect(whole).toContain(line)
    expect(new Set(verbs.map(({ name }) => name)).size).toBe(verbs.length)
  })
})
