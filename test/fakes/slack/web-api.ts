import { liveMarkup, refusalOfBlocks } from './blocks.ts'
import { refuse, SlackRefusal } from './refusal.ts'
import { openView, publishView, pushView, updateView } from './views.ts'
import type { Block, FakeChannel, FakePost, FakeWorkspace } from './workspace.ts'

export type Args = Record<string, string>

export type Method = { scopes: string[]; call(workspace: FakeWorkspace, args: Args): Record<string, unknown> }

/** The methods Paperboy uses, as strict as Slack about what it is sent; every other one is an `unknown_method`. */
export const methods: Record<string, Method> = {
  'auth.test': {
    scopes: [],
    call: ({ team, name, botUser, botId }) => ({
      team_id: team,
      team: name,
      user_id: botUser,
      bot_id: botId,
      user: 'paperboy',
    }),
  },
  'chat.postMessage': {
    scopes: ['chat:write'],
    call(workspace, args) {
      const channel = writableChannel(workspace, args.channel)
      const blocks = parseBlocks(args.blocks)
      const text = args.text ?? ''
      if (text === '' && blocks.length === 0) throw new SlackRefusal('no_text')
      requireSafeText(text)
      const threadTs = args.thread_ts ?? null
      const parent = workspace.posts.find((post) => post.channel === channel.id && post.ts === threadTs)
      if (threadTs !== null && (!parent || parent.threadTs !== null)) throw new SlackRefusal('invalid_thread_ts')
      if (args.unfurl_links !== 'false' || args.unfurl_media !== 'false')
        throw new SlackRefusal('invalid_arguments', ['unfurls'])
      const post: FakePost = {
        channel: channel.id,
        ts: workspace.nextTs(),
        threadTs,
        text,
        blocks,
        metadata: args.metadata ? JSON.parse(args.metadata) : undefined,
        botId: workspace.botId,
        reactions: new Map(),
        files: [],
      }
      workspace.posts.push(post)
      return { channel: channel.id, ts: post.ts, message: { text } }
    },
  },
  'chat.scheduleMessage': {
    scopes: ['chat:write'],
    call(workspace, args) {
      const channel = writableChannel(workspace, args.channel)
      const ahead = Number(args.post_at) - Date.now() / 1_000
      if (ahead > 120 * 86_400) throw new SlackRefusal('time_too_far')
      if (!(ahead > 60)) throw new SlackRefusal('time_in_past')
      if (!args.text) throw new SlackRefusal('no_text')
      const id = `Q${workspace.scheduled.push({ channel: channel.id })}`
      return { channel: channel.id, scheduled_message_id: id, post_at: args.post_at }
    },
  },
  'chat.deleteScheduledMessage': {
    scopes: ['chat:write'],
    call({ scheduled }, { channel, scheduled_message_id: id = '' }) {
      const index = Number(id.slice(1)) - 1
      if (scheduled[index]?.channel !== channel) throw new SlackRefusal('invalid_scheduled_message_id')
      scheduled[index] = null
      return {}
    },
  },
  'chat.update': {
    scopes: ['chat:write'],
    call(workspace, args) {
      const channel = writableChannel(workspace, args.channel)
      const post = findPost(workspace, channel.id, args.ts)
      requireSafeText(args.text ?? '')
      post.text = args.text ?? ''
      post.blocks = parseBlocks(args.blocks)
      return { channel: channel.id, ts: post.ts }
    },
  },
  'conversations.history': {
    scopes: [],
    call(workspace, args) {
      const channel = readableChannel(workspace, args.channel)
      const all = workspace.posts.filter((post) => post.channel === channel.id && post.threadTs === null)
      return page(all.filter(since(args)).toReversed(), args)
    },
  },
  'conversations.replies': {
    scopes: [],
    call(workspace, args) {
      const channel = readableChannel(workspace, args.channel)
      const parent = findPost(workspace, channel.id, args.ts, 'thread_not_found')
      const replies = workspace.posts.filter((post) => post.channel === channel.id && post.threadTs === parent.ts)
      return page([parent, ...replies.filter(since(args))], args)
    },
  },
  'conversations.open': {
    scopes: ['im:write'],
    call(workspace, { users = '' }) {
      if (!workspace.users.some(({ id }) => id === users)) throw new SlackRefusal('user_not_found')
      const id = `D${users}`
      if (!workspace.channels.some((channel) => channel.id === id))
        workspace.channels.push({ id, name: id, isMember: true, isArchived: false, isPrivate: true, users: [users] })
      return { channel: { id } }
    },
  },
  'conversations.list': {
    scopes: ['channels:read'],
    call({ channels, scopes }, { types = 'public_channel', limit = '100', cursor = '0' }) {
      const isAsked = types.includes('private_channel')
      if (isAsked && !scopes.has('groups:read')) throw new SlackRefusal('missing_scope')
      const shown = channels.filter(({ id, isPrivate }) => !id.startsWith('D') && (isAsked || !isPrivate))
      const next = Number(cursor) + Math.min(Number(limit), 1_000)
      return {
        channels: shown.slice(Number(cursor), next).map(describeChannel),
        response_metadata: { next_cursor: next < shown.length ? String(next) : '' },
      }
    },
  },
  'conversations.info': {
    scopes: ['channels:read'],
    call: (workspace, args) => ({ channel: describeChannel(knownChannel(workspace, args.channel)) }),
  },
  'conversations.members': {
    scopes: ['channels:read'],
    call: (workspace, args) => ({
      members: memberChannel(workspace, args.channel).users,
      response_metadata: { next_cursor: '' },
    }),
  },
  'conversations.join': {
    scopes: ['channels:join'],
    call(workspace, args) {
      const channel = knownChannel(workspace, args.channel)
      if (channel.isArchived) throw new SlackRefusal('is_archived')
      if (channel.isPrivate) throw new SlackRefusal('method_not_supported_for_channel_type')
      channel.isMember = true
      return { channel: describeChannel(channel) }
    },
  },
  'reactions.add': {
    scopes: ['reactions:write'],
    call(workspace, { channel = '', timestamp, name = '' }) {
      const post = findPost(workspace, channel, timestamp)
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackRefusal('invalid_name')
      const users = post.reactions.get(name) ?? new Set()
      if (users.has(workspace.botUser)) throw new SlackRefusal('already_reacted')
      post.reactions.set(name, users.add(workspace.botUser))
      return {}
    },
  },
  'reactions.get': {
    scopes: ['reactions:read'],
    call(workspace, { channel = '', timestamp, full }) {
      const post = findPost(workspace, channel, timestamp)
      const reactions = [...post.reactions]
        .filter(([, users]) => users.size > 0)
        // Without `full` the list of people may be cut.
        .map(([name, users]) => ({
          name,
          count: users.size,
          users: full === 'true' ? [...users] : [...users].slice(0, 1),
        }))
      return { type: 'message', message: { ts: post.ts, ...(reactions.length > 0 && { reactions }) } }
    },
  },
  'users.info': {
    scopes: ['users:read'],
    call(workspace, { user }) {
      const found = workspace.users.find(({ id }) => id === user)
      if (!found) throw new SlackRefusal('user_not_found')
      return { user: { team_id: workspace.team, ...found } }
    },
  },
  'views.open': { scopes: [], call: (workspace, args) => ({ view: openView(workspace, args) }) },
  'views.push': { scopes: [], call: (workspace, args) => ({ view: pushView(workspace, args) }) },
  'views.update': { scopes: [], call: (workspace, args) => ({ view: updateView(workspace, args) }) },
  'views.publish': { scopes: [], call: (workspace, args) => ({ view: publishView(workspace, args) }) },
}

export function requireSafeText(text: string): void {
  if (text.length > 40_000) throw new SlackRefusal('msg_too_long')
  if (liveMarkup(text).length > 0) throw new SlackRefusal('fake_live_markup', liveMarkup(text))
}

function parseBlocks(json: string | undefined): Block[] {
  if (json === undefined) return []
  const blocks: unknown = JSON.parse(json)
  refuse(refusalOfBlocks(blocks))
  return blocks as Block[]
}

function knownChannel({ channels }: FakeWorkspace, id: string | undefined): FakeChannel {
  const channel = channels.find((one) => one.id === id)
  if (!channel) throw new SlackRefusal('channel_not_found')
  return channel
}

export function memberChannel(workspace: FakeWorkspace, id: string | undefined): FakeChannel {
  const channel = knownChannel(workspace, id)
  if (!channel.isMember) throw new SlackRefusal(channel.isPrivate ? 'channel_not_found' : 'not_in_channel')
  return channel
}

/** Each kind of conversation has a permission of its own for its history. */
function readableChannel(workspace: FakeWorkspace, id: string | undefined): FakeChannel {
  const channel = memberChannel(workspace, id)
  const scope = channel.id.startsWith('D') ? 'im:history' : channel.isPrivate ? 'groups:history' : 'channels:history'
  if (!workspace.scopes.has(scope)) throw new SlackRefusal('missing_scope')
  return channel
}

function writableChannel(workspace: FakeWorkspace, id: string | undefined): FakeChannel {
  const channel = memberChannel(workspace, id)
  if (channel.isArchived) throw new SlackRefusal('is_archived')
  if (channel.restricts) throw new SlackRefusal(channel.restricts)
  return channel
}

export function findPost(
  { posts }: FakeWorkspace,
  channel: string,
  ts: string | undefined,
  error = 'message_not_found',
): FakePost {
  const post = posts.find((one) => one.channel === channel && one.ts === ts)
  if (!post) throw new SlackRefusal(error)
  return post
}

const describeChannel = ({ id, name, isMember, isArchived, isPrivate, hasNoThreads }: FakeChannel) => ({
  id,
  name,
  is_member: isMember,
  is_archived: isArchived,
  is_private: isPrivate,
  ...(hasNoThreads && { is_non_threadable: true }),
})

const since =
  ({ oldest = '0' }: Args) =>
  (post: FakePost): boolean =>
    Number(post.ts) >= Number(oldest)

/** Unlisted apps get at most 15 at a time. */
function page(all: FakePost[], { limit = '15', cursor = '0', include_all_metadata }: Args): Record<string, unknown> {
  const size = Math.min(Number(limit), 15)
  const from = Number(cursor)
  const shown = all.slice(from, from + size)
  const more = from + size < all.length
  return {
    messages: shown.map(({ ts, text, botId, threadTs, metadata, files }) => ({
      type: 'message',
      ts,
      text,
      bot_id: botId,
      ...(threadTs && { thread_ts: threadTs }),
      ...(files.length > 0 && { files: files.map(({ id, name }) => ({ id, name })) }),
      ...(include_all_metadata === 'true' && metadata !== undefined && { metadata }),
    })),
    has_more: more,
    response_metadata: { next_cursor: more ? String(from + size) : '' },
  }
}
