import { MessageFlags } from 'discord.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatHandlers, Lifecycle, PostRef, Reaction } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import { BOT } from '../../fakes/discord/state.ts'
import { silentHandlers } from '../silent.ts'
import { connectTo, GUILD, openDiscord, PAPERS, READER } from './adapted.ts'

let discord: Awaited<ReturnType<typeof openDiscord>>
let reactions: Reaction[]
let missed: (PostRef | string)[]
let lives: Lifecycle[]
const POST = '1400000000000000000'

const handlers: ChatHandlers = {
  ...silentHandlers,
  onReaction: async (reaction) => void reactions.push(reaction),
  onMissed: async (post) => void missed.push(post),
  onLifecycle: async (event) => void lives.push(event),
}
beforeEach(async () => {
  reactions = []
  missed = []
  lives = []
  discord = await openDiscord()
  await discord.adapter.start(handlers)
})
afterEach(() => discord.close())

const reaction = (given: object = {}) => ({
  user_id: READER,
  channel_id: PAPERS,
  message_id: POST,
  guild_id: GUILD,
  message_author_id: BOT,
  emoji: { id: null, name: '👍' },
  burst: false,
  type: 0,
  ...given,
})
const post: PostRef = { channel: `discord:${GUILD}/${PAPERS}`, id: POST }
const heard = (count: number) => expect.poll(() => reactions.length).toBe(count)

it('hears a vote on a post it knows nothing of, and its removal, in this order', async () => {
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction())
  discord.fake.gateway.dispatch('MESSAGE_REACTION_REMOVE', reaction())
  await heard(2)
  expect(reactions.map(({ change }) => change)).toEqual(['added', 'removed'])
  expect(reactions[0]).toEqual({
    post,
    person: `discord:${READER}`,
    emoji: '👍',
    change: 'added',
    at: null,
  })
})

it('records a vote a moment later where the database was away, since Discord tells of it once', async () => {
  const record = handlers.onReaction
  handlers.onReaction = async () => {
    handlers.onReaction = record
    throw new Error('The database is away.')
  }
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction())
  discord.fake.gateway.dispatch('MESSAGE_REACTION_REMOVE', reaction())
  await heard(2)
  expect(reactions.map(({ change }) => change)).toEqual(['added', 'removed'])
})

it('takes every skin tone for one emoji, and knows a server’s own ones', async () => {
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction({ emoji: { id: null, name: '👍🏿' } }))
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction({ emoji: { id: '77', name: 'tada' } }))
  await heard(2)
  expect(reactions.map(({ emoji }) => emoji)).toEqual(['👍', ':tada:'])
})

it('asks what is left when one of two forms of a reaction goes', async () => {
  missed = []
  const { dispatch } = discord.fake.gateway
  dispatch('MESSAGE_REACTION_ADD', reaction())
  dispatch('MESSAGE_REACTION_ADD', reaction({ burst: true, type: 1 }))
  dispatch('MESSAGE_REACTION_REMOVE', reaction())
  await heard(2)
  await expect.poll(() => missed).toEqual([post])
  dispatch('MESSAGE_REACTION_REMOVE', reaction({ emoji: { id: null, name: '👍🏽' } }))
  await expect.poll(() => missed).toEqual([post, post])
  expect(reactions.map(({ change }) => change)).toEqual(['added', 'added'])
})

it('takes no vote from itself, from bots, or on other people’s messages', async () => {
  for (const given of [{ user_id: BOT }, { member: { user: { bot: true } } }, { message_author_id: READER }])
    discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction(given))
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction({ user_id: '42' }))
  await heard(1)
  expect(reactions[0]?.person).toBe('discord:42')
})

it('asks anew what a post shows when its reactions were cleared or it was deleted', async () => {
  missed = []
  const { dispatch } = discord.fake.gateway
  dispatch('MESSAGE_REACTION_REMOVE_ALL', { channel_id: PAPERS, message_id: POST, guild_id: GUILD })
  dispatch('MESSAGE_REACTION_REMOVE_EMOJI', {
    channel_id: PAPERS,
    message_id: POST,
    guild_id: GUILD,
    emoji: { id: null, name: '👍' },
  })
  dispatch('MESSAGE_DELETE', { id: POST, channel_id: PAPERS, guild_id: GUILD })
  dispatch('MESSAGE_DELETE_BULK', { ids: [POST], channel_id: PAPERS, guild_id: GUILD })
  await expect.poll(() => missed).toEqual([post, post, post, post])
})

it('tells of a renamed or deleted channel, and of a server that removed it, but not of an outage', async () => {
  const { dispatch } = discord.fake.gateway
  dispatch('CHANNEL_UPDATE', { id: PAPERS, guild_id: GUILD, name: 'reading' })
  dispatch('CHANNEL_DELETE', { id: PAPERS, guild_id: GUILD, name: 'reading' })
  dispatch('GUILD_DELETE', { id: GUILD, unavailable: true })
  dispatch('GUILD_DELETE', { id: GUILD })
  await expect
    .poll(() => lives)
    .toEqual([
      { channel: post.channel, change: 'renamed', detail: 'reading' },
      { channel: post.channel, change: 'removed', detail: 'the channel was deleted' },
      { team: `discord:${GUILD}`, change: 'uninstalled' },
    ])
})

it('misses nothing over a dropped connection, and settles nothing it need not', async () => {
  expect(missed).toEqual(['discord'])
  discord.fake.gateway.drop()
  discord.fake.gateway.dispatch('MESSAGE_REACTION_ADD', reaction())
  await heard(1)
  expect(discord.fake.gateway).toMatchObject({ identifies: 1, resumes: 1 })
  expect(missed).toEqual(['discord'])
})

it('settles all votes when Discord has forgotten the session', async () => {
  discord.fake.gateway.forget()
  discord.fake.gateway.drop()
  await expect.poll(() => missed).toEqual(['discord', 'discord'])
  expect(discord.fake.gateway.identifies).toBe(2)
})

it('goes on after an event it does not understand, and one that core fails on', async () => {
  const { dispatch } = discord.fake.gateway
  dispatch('MESSAGE_REACTION_ADD', { nonsense: true })
  dispatch('BRAND_NEW_EVENT', null)
  handlers.onLifecycle = async () => {
    throw new Error('database is away')
  }
  dispatch('CHANNEL_DELETE', { id: PAPERS, guild_id: GUILD })
  dispatch('MESSAGE_REACTION_ADD', reaction())
  await heard(1)
})

it('asks for no privileged intent', () => {
  const messageContent = 1 << 15
  const members = 1 << 1
  const presences = 1 << 8
  expect(discord.fake.gateway.intents & (messageContent | members | presences)).toBe(0)
})

it('answers a pasted link with a silent reply, and nothing that is no link or comes from a bot', async () => {
  handlers.onPaperLink = async ({ cause, text }) =>
    cause === 'seen' ? { message: notice(`Seen before: ${text}`), to: 'channel' } : null
  const written = (given: object) =>
    discord.fake.gateway.dispatch('MESSAGE_CREATE', {
      id: '900000000000000001',
      channel_id: PAPERS,
      guild_id: GUILD,
      content: 'look: https://arxiv.org/abs/2603.00001',
      author: { id: READER },
      ...given,
    })
  written({ content: 'no link' })
  written({ author: { id: READER, bot: true } })
  written({})
  await expect.poll(() => discord.shown()).toHaveLength(1)
  expect(discord.shown()[0]).toContain('Seen before')
  const sent = discord.fake.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
  expect(sent?.body).toMatchObject({
    message_reference: { message_id: '900000000000000001' },
    allowed_mentions: { parse: [], replied_user: false },
    flags: MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications,
  })
})

it('leaves a server that it may not serve, at the start and later, and says why once', async () => {
  const served = `discord:${GUILD}`
  const [other, place] = ['100000000000000001', '200000000000000009']
  const { fake } = discord
  fake.state.addGuild(other)
  fake.state.addChannel(place, other)
  fake.faults.push({ on: /^DELETE .users.@me.guilds/, times: 1, answer: { status: 503 } })
  const { adapter } = connectTo(fake, { mayServe: (team) => team === served })
  await adapter.start(silentHandlers)
  await expect.poll(() => discord.shown(place)).toEqual([expect.stringContaining('serves only')])
  fake.gateway.dispatch('GUILD_CREATE', { id: other, system_channel_id: place })
  await expect.poll(() => [...fake.state.guilds.keys()]).toEqual([GUILD])
  expect(discord.shown(place)).toHaveLength(1)
  await adapter.stop()
})
