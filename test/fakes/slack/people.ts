import type { FakeSlack } from './server.ts'
import { createTrigger } from './views.ts'
import type { Block, FakePost, View } from './workspace.ts'

/** What people do in the fake workspace, as Slack tells the app of it. */
export function people(
  slack: FakeSlack,
  send: FakeSlack['sockets']['send'] = slack.sockets.send,
  { team, botUser } = slack.workspace,
) {
  let numbers = 0
  const asked = (user: string, view: View | null = null) => ({
    team: { id: team },
    user: { id: user, team_id: team },
    trigger_id: createTrigger(user, view),
    api_app_id: 'A1',
  })

  const event = (told: object, id = `Ev${++numbers}-${Math.random()}`) =>
    send('events_api', {
      type: 'event_callback',
      team_id: team,
      api_app_id: 'A1',
      event: told,
      event_id: id,
      event_time: Math.ceil(Date.now() / 1000),
    })

  return {
    /** Types `/papers <text>`; resolves when it is acknowledged. */
    command: (text: string, { user = 'U1', channel = 'C1', url = slack.responseUrl() } = {}) =>
      send('slash_commands', {
        command: '/papers',
        text,
        team_id: team,
        channel_id: channel,
        user_id: user,
        trigger_id: createTrigger(user, null),
        response_url: url,
        is_enterprise_install: 'false',
      }),
    /** Presses a button, or chooses from a menu, of a post. */
    press: (
      post: Pick<FakePost, 'channel' | 'ts' | 'blocks'>,
      action: string,
      { user = 'U1', value = valueIn(post.blocks, action) } = {},
    ) =>
      send('interactive', {
        type: 'block_actions',
        ...asked(user),
        channel: { id: post.channel },
        container: { type: 'message', message_ts: post.ts, channel_id: post.channel, is_ephemeral: false },
        actions: [{ type: 'button', action_id: action, block_id: 'b', value, action_ts: '1' }],
        response_url: slack.responseUrl(),
      }),
    /** Presses a button of an answer that one person sees, or of a modal. */
    pressInAnswer: (blocks: Block[], action: string, { user = 'U1', channel = 'C1' } = {}) =>
      send('interactive', {
        type: 'block_actions',
        ...asked(user),
        channel: { id: channel },
        container: { type: 'message', message_ts: '1.1', channel_id: channel, is_ephemeral: true },
        actions: [{ type: 'button', action_id: action, block_id: 'b', value: valueIn(blocks, action), action_ts: '1' }],
        response_url: slack.responseUrl(),
      }),
    pressInModal: (view: View, action: string, { user = 'U1' } = {}) =>
      send('interactive', {
        type: 'block_actions',
        ...asked(user, view),
        container: { type: 'view', view_id: view.id },
        view,
        actions: [
          { type: 'button', action_id: action, block_id: 'b', value: valueIn(view.blocks, action), action_ts: '1' },
        ],
      }),
    /** Fills in a modal, changing these fields, and submits it; resolves with what is shown instead, or the errors. */
    submit: (view: View, changes: Record<string, string>, { user = 'U1' } = {}) =>
      send('interactive', {
        type: 'view_submission',
        ...asked(user),
        view: { ...view, state: { values: stateOf(view.blocks, changes) } },
      }),
    shortcut: (
      callback_id: string,
      text: string,
      { user = 'U1', channel = 'C1', author = 'U2', ts = '5.5', thread = '', blocks = [] as Block[] } = {},
    ) =>
      send('interactive', {
        type: 'message_action',
        callback_id,
        ...asked(user),
        channel: { id: channel },
        message: { type: 'message', ts, text, blocks, user: author, ...(thread !== '' && { thread_ts: thread }) },
        message_ts: ts,
        response_url: slack.responseUrl(),
      }),
    /** Somebody writes in a channel, and the app hears of it; resolves with the message. */
    async say(text: string, { user = 'U1', channel = 'C1', more = {} } = {}): Promise<FakePost> {
      const post: FakePost = {
        channel,
        ts: slack.workspace.nextTs(),
        threadTs: null,
        text,
        blocks: [],
        metadata: undefined,
        botId: '',
        reactions: new Map(),
        files: [],
      }
      slack.workspace.posts.push(post)
      await event({ type: 'message', channel, channel_type: 'channel', user, text, ts: post.ts, ...more })
      return post
    },
    /** Reacts, or takes it back; `heard: false` is a reaction that Slack never tells about. */
    async react(
      post: FakePost,
      name: string,
      { user = 'U1', remove = false, heard = true, at = Date.now() / 1000 } = {},
    ) {
      const users = post.reactions.get(name) ?? new Set()
      if (remove) users.delete(user)
      else users.add(user)
      post.reactions.set(name, users)
      if (!heard) return null
      return event({
        type: remove ? 'reaction_removed' : 'reaction_added',
        user,
        reaction: name,
        item_user: botUser,
        item: { type: 'message', channel: post.channel, ts: post.ts },
        event_ts: at.toFixed(6),
      })
    },
    event,
  }
}

function valueIn(blocks: Block[], action: string): string {
  type Element = { action_id?: string; value?: string; options?: { value: string }[] }
  const elements = blocks.flatMap(({ elements = [], accessory }) => [
    ...(elements as Element[]),
    ...(accessory ? [accessory as Element] : []),
  ])
  const found = elements.find(({ action_id }) => action_id === action)
  if (!found) throw new Error(`There is no button “${action}” to press.`)
  return found.value ?? found.options?.[0]?.value ?? ''
}

type Input = {
  type: string
  action_id: string
  initial_value?: string
  initial_option?: { value: string }
  initial_options?: { value: string }[]
  initial_time?: string
  initial_users?: string[]
}

function stateOf(blocks: Block[], changes: Record<string, string>): Record<string, Record<string, object>> {
  const fields = blocks.filter(({ type }) => type === 'input')
  return Object.fromEntries(
    fields.map(({ block_id = '', element }) => {
      const { type, action_id, initial_value, initial_option, initial_users = [], ...others } = element as Input
      // People with spaces between.
      if (type === 'multi_users_select')
        return [
          block_id,
          { [action_id]: { selected_users: changes[block_id]?.split(' ').filter(Boolean) ?? initial_users } },
        ]
      if (type === 'timepicker')
        return [block_id, { [action_id]: { selected_time: changes[block_id] ?? others.initial_time ?? null } }]
      // Values with spaces between.
      if (type === 'multi_static_select') {
        const given = changes[block_id]?.split(' ').filter(Boolean)
        const selected = given?.map((value) => ({ value })) ?? others.initial_options ?? []
        return [block_id, { [action_id]: { selected_options: selected } }]
      }
      if (type === 'conversations_select')
        return [block_id, { [action_id]: { selected_conversation: changes[block_id] ?? null } }]
      const value = changes[block_id] ?? initial_value ?? null
      const chosen = changes[block_id] ? { value: changes[block_id] } : (initial_option ?? null)
      return [block_id, { [action_id]: { value, selected_option: chosen } }]
    }),
  )
}
