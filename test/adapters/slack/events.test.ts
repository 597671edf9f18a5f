import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  Action,
  ChatHandlers,
  Keeping,
  Lifecycle,
  PaperLink,
  Reaction,
  Reply,
  Submission,
} from '../../../src/core/chat.ts'
import { choicesOf, type Message, notice } from '../../../src/core/message.ts'
import { wordsOf } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'
import { openAdaptedSlack } from './adapted.ts'

let slack: Awaited<ReturnType<typeof openAdaptedSlack>>
const seen = {
  actions: [] as Action[],
  reactions: [] as Reaction[],
  forms: [] as Submission[],
  lives: [] as Lifecycle[],
  links: [] as PaperLink[],
  kept: [] as Keeping[],
}
let handlers: ChatHandlers
beforeEach(async () => {
  for (const list of Object.values(seen)) list.length = 0
  handlers = {
    onCommand: async () => ({ message: notice('Answer.'), to: 'asker' }),
    async onAction(action) {
      seen.actions.push(action)
      return null
    },
    async onForm(submission) {
      seen.forms.push(submission)
      return { errors: {} }
    },
    async onReaction(reaction) {
      seen.reactions.push(reaction)
    },
    onSuggest: async () => [],
    onMissed: async () => {},
    async onPaperLink(link) {
      seen.links.push(link)
      return { message: notice('That paper.'), to: 'asker' }
    },
    async onKeep(keeping) {
      seen.kept.push(keeping)
      return { message: notice('Kept.'), to: 'asker' }
    },
    async onLifecycle(event) {
      seen.lives.push(event)
    },
  }
  slack = await openAdaptedSlack()
  await slack.adapter.start(handlers)
  // That the workspace is there.
  expect(seen.lives.splice(0)).toEqual([{ team: 'slack:T1', change: 'installed' }])
})
afterEach(() => slack.close())

const results: Message = {
  kind: 'results',
  heading: '“agents”: 9 of 10 papers',
  cards: [],
  note: 'One note.',
  buttons: [{ label: 'Abstract', action: 'abstract', value: 'arxiv:2603.00001' }],
  page: { from: 1, to: 5, total: 9, cursor: 'five' },
}
const typed = { isRequired: false, input: { kind: 'text' } } as const
const layouts = { isRequired: false, input: { kind: 'one', choices: choicesOf(['cards', 'thread']) } } as const
const form: Reply = {
  form: {
    id: 'settings',
    title: 'Settings of #papers',
    submit: 'Save',
    fields: [
      { name: 'time', label: 'Time', hint: 'Such as 09:00', value: '09:00', ...typed },
      { name: 'layout', label: 'Layout', hint: null, value: 'cards', ...layouts },
      { name: 'include', label: 'Only', hint: null, value: '', ...typed },
    ],
  },
}

async function postCard() {
  await slack.adapter.send({
    id: 'd',
    to: { channel: slack.channel },
    thread: null,
    message: results,
    files: [],
    firstAttemptAt: 0,
  })
  const [post] = slack.slack.workspace.posts
  if (!post) throw new Error('It was not sent.')
  return post
}

describe('a reaction', () => {
  it('is heard after messages that are no events', async () => {
    const { sockets } = slack.slack
    for (const payload of [null, [], { event: null }]) void sockets.send('events_api', payload as object)
    expect(await sockets.send('events_api', { type: 'event_callback', event: { type: 'reaction_added' } })).toEqual({})
    await slack.react(await postCard(), '+1')
    expect(seen.reactions).toHaveLength(1)
  })

  it('is told with its time, its person, its post, in any skin tone', async () => {
    const post = await postCard()
    await slack.react(post, 'thumbsup::skin-tone-4', { at: 1_774_950_000.25 })
    expect(seen.reactions).toEqual([
      {
        post: { channel: 'slack:T1/C1', id: post.ts },
        person: 'slack:T1/U1',
        emoji: '👍',
        change: 'added',
        at: 1_774_950_000_250,
      },
    ])
    await slack.react(post, '+1', { remove: true })
    expect(seen.reactions[1]).toMatchObject({ change: 'removed' })
  })

  it('by the bot itself is not told', async () => {
    await slack.react(await postCard(), '+1', { user: 'UBOT' })
    expect(seen.reactions).toEqual([])
  })

  it('is acknowledged only after it is stored: what a failure interrupts, Slack sends again', async () => {
    const post = await postCard()
    handlers.onReaction = async () => {
      throw new Error('database is locked')
    }
    await slack.adapter.stop()
    await slack.adapter.start(handlers)
    expect(await slack.react(post, '+1')).toBeNull()
  })
})

describe('a button', () => {
  it('tells who pressed it where', async () => {
    const post = await postCard()
    expect(await slack.press(post, 'abstract')).toEqual({})
    await until(() => seen.actions.length > 0)
    expect(seen.actions).toEqual([
      {
        channel: 'slack:T1/C1',
        person: 'slack:T1/U1',
        action: 'abstract',
        value: 'arxiv:2603.00001',
        post: { channel: 'slack:T1/C1', id: post.ts },
      },
    ])
  })

  it('may open a window, and one on top of it from there', async () => {
    handlers.onAction = async ({ action }) => ({ message: { ...results, heading: action, page: null }, to: 'window' })
    await slack.press(await postCard(), 'abstract')
    await until(() => slack.slack.workspace.views.length === 1)
    const [view] = slack.slack.workspace.views
    if (!view) throw new Error('No window opened.')
    await slack.pressInModal(view, 'abstract')
    await until(() => slack.slack.workspace.views.length === 2)
    expect(slack.slack.calls.filter(({ method }) => method.startsWith('views.')).map(({ method }) => method)).toEqual([
      'views.open',
      'views.push',
    ])
  })

  it('of a search that shows more replaces the answer', async () => {
    handlers.onAction = async () => ({ message: notice('Six to nine.'), to: 'asker' })
    await slack.pressInAnswer((await postCard()).blocks, 'more')
    await until(() => slack.slack.answers.length === 1)
    expect(slack.slack.answers[0]).toMatchObject({ replace_original: true, response_type: 'ephemeral' })
  })

  it('may answer the whole channel', async () => {
    handlers.onAction = async () => ({ message: notice('Shared.'), to: 'channel' })
    await slack.press(await postCard(), 'abstract')
    await until(() => slack.slack.answers.length === 1)
    expect(slack.slack.answers[0]).toMatchObject({ response_type: 'in_channel', replace_original: false })
  })
})

describe('a form', () => {
  async function opened() {
    handlers.onCommand = async () => form
    await slack.command('settings')
    await until(() => slack.slack.workspace.views.length === 1)
    const [view] = slack.slack.workspace.views
    if (!view) throw new Error('No form opened.')
    return view
  }

  it('comes back with what was filled in, for the channel it was opened in', async () => {
    await slack.submit(await opened(), { time: '08:30', layout: 'thread' })
    expect(seen.forms).toEqual([
      {
        channel: 'slack:T1/C1',
        person: 'slack:T1/U1',
        form: 'settings',
        values: { time: '08:30', layout: 'thread', include: '' },
      },
    ])
  })

  it('says beside the field what is wrong', async () => {
    handlers.onForm = async () => ({ errors: { time: '“9” is not a time such as 09:00.' } })
    expect(await slack.submit(await opened(), { time: '9' })).toEqual({
      response_action: 'errors',
      errors: { time: '“9” is not a time such as 09:00.' },
    })
  })

  it('shows what came of it in its place', async () => {
    handlers.onForm = async () => ({ message: notice('Would have posted 31.'), to: 'asker' })
    const shown = (await slack.submit(await opened(), {})) as { response_action: string; view: { blocks: unknown } }
    expect(shown.response_action).toBe('update')
    expect(wordsOf(shown.view)).toContain('Would have posted 31.')
  })
})

describe('a workspace', () => {
  it.each([
    [
      { type: 'channel_archive', channel: 'C1', user: 'U1' },
      { channel: 'slack:T1/C1', change: 'archived', detail: '' },
    ],
    [
      { type: 'channel_deleted', channel: 'C1' },
      { channel: 'slack:T1/C1', change: 'removed', detail: '' },
    ],
    [
      { type: 'channel_left', channel: 'C1' },
      { channel: 'slack:T1/C1', change: 'removed', detail: '' },
    ],
    [
      { type: 'channel_rename', channel: { id: 'C1', name: 'reading', created: 1 } },
      { channel: 'slack:T1/C1', change: 'renamed', detail: 'reading' },
    ],
    [
      { type: 'channel_id_changed', old_channel_id: 'C1', new_channel_id: 'C2' },
      { channel: 'slack:T1/C1', change: 'moved', detail: 'C2' },
    ],
    [{ type: 'app_uninstalled' }, { team: 'slack:T1', change: 'uninstalled' }],
    [
      { type: 'tokens_revoked', tokens: { bot: ['UBOT'] } },
      { team: 'slack:T1', change: 'uninstalled' },
    ],
  ])('tells of %o', async (event, told) => {
    expect(await slack.event(event)).toEqual({})
    expect(seen.lives).toEqual([told])
  })

  it('has a home tab for each person', async () => {
    handlers.onAction = async ({ action }) => ({ message: notice(`This is ${action}.`), to: 'asker' })
    await slack.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', event_ts: '1' })
    await expect.poll(() => slack.slack.workspace.homes.get('U1')).toMatchObject({ type: 'home', user: 'U1' })
  })

  it('has shortcuts on messages', async () => {
    await slack.shortcut('look-up', 'See <https://arxiv.org/abs/2603.00001|arxiv.org> &amp; more')
    await until(() => slack.slack.answers.length === 1)
    expect(seen.links[0]).toMatchObject({
      cause: 'asked',
      text: 'See https://arxiv.org/abs/2603.00001 & more',
      person: 'slack:T1/U1',
    })
    await slack.shortcut('keep-note', 'Ask <@U2> or <@U3|mira> in <#C1|papers>, <!here>', { thread: '4.4' })
    await until(() => slack.slack.answers.length === 2)
    expect(seen.kept).toEqual([
      {
        channel: slack.channel,
        person: 'slack:T1/U1',
        text: 'Ask @somebody or @mira in #papers, @here',
        post: { channel: slack.channel, id: '5.5' },
        author: 'slack:T1/U2',
        thread: { channel: slack.channel, id: '4.4' },
      },
    ])
  })
})

describe('the connection', () => {
  it('is back at once after Slack renews it', async () => {
    slack.slack.sockets.refresh()
    await until(() => slack.slack.calls.filter(({ method }) => method === 'apps.connections.open').length === 2, {
      milliseconds: 1_000,
    })
    await until(() => slack.slack.sockets.open() === 1, { milliseconds: 1_000 })
    expect(await slack.ask('agents')).toContain('Answer.')
  })

  it('is back after it was cut and Slack was away', async () => {
    slack.slack.failNext(
      'apps.connections.open',
      { kind: 'drop', done: false },
      { kind: 'error', error: 'internal_error' },
    )
    slack.slack.sockets.cut()
    await until(() => slack.slack.sockets.open() === 1)
    expect(await slack.ask('agents')).toContain('Answer.')
  })

  it('refuses to start with a token that Slack does not know, in a sentence', async () => {
    const other = await openAdaptedSlack()
    other.slack.workspace.appToken = 'xapp-other'
    await expect(other.adapter.start(handlers)).rejects.toThrow(/SLACK_APP_TOKEN/)
    await other.slack.close()
  })
})
