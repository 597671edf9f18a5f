import { PermissionFlagsBits as Flag } from 'discord.js'
import { NEEDED } from '../../../adapters/discord/access.ts'
import type { ChatHandlers, Reply } from '../../../src/core/chat.ts'
import { GUILD, PAPERS } from '../../adapters/discord/adapted.ts'
import { openDiscordBot } from '../../fakes/discord/bot.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { Cell } from './table.ts'

/** Ahead of the real clock, by which the search's thread measures how long it takes. */
const DAY = '2054-03-31'
const sightings = [30, 20, 10, 5].map((upvotes, index) => aSighting(`2603.0000${index}`, DAY, { upvotes }))

/** Slack with a channel for each state; `papers` is what its source has. */
export async function openSlackWorld(papers = sightings) {
  const bot = await openSlackBot()
  const { workspace } = bot.slack
  workspace.users.push({ id: 'UX', team_id: 'T9' })
  const users = ['U1', 'U2', 'UGUEST', 'UX']
  const add = (id: string, name: string, isMember: boolean, isPrivate = false) =>
    workspace.channels.push({ id, name, isMember, isPrivate, isArchived: false, users })
  workspace.channels[0]?.users.push('UX')
  add('C2', 'lounge', false)
  add('C3', 'secret', false, true)
  for (const [id, name] of Object.entries(STATES)) add(id, name, true)
  for (const user of users) add(`D${user}`, `D${user}`, true, true)
  bot.papers.set('arxiv:2603.10000', aPaper('2603.10000'))
  for (const id of Object.keys(STATES)) await bot.answerTo(() => bot.command('subscribe', { channel: id }))
  bot.source.sightings.push(...papers)
  await bot.at(`${DAY}T12:00:00Z`)
  if (papers.length > 0) await bot.react(bot.post('Paper 2603.00000'), '+1', { user: 'U2' })
  await bot.answerTo(() => bot.command('pause', { channel: 'C4' }))
  for (const channel of workspace.channels) {
    if (channel.name === 'archived') channel.isArchived = true
    if (channel.name === 'removed') Object.assign(channel, { isMember: false, isPrivate: true })
  }
  await bot.event({ type: 'channel_archive', channel: 'C5', user: 'U1' })
  await bot.event({ type: 'channel_left', channel: 'C6' })
  await bot.send()
  const replies = recordReplies(bot.handlers)
  const people = { admin: 'U1', member: 'U2', guest: 'UGUEST', stranger: 'UX' }
  const places = { papers: 'C1', lounge: 'C2', secret: 'C3', paused: 'C4', archived: 'C5', removed: 'C6', direct: 'D' }
  const cells = Object.entries(places).flatMap(([place, id]) =>
    seenIn(place).map((person): Cell => {
      const user = people[person]
      const channel = id === 'D' ? `D${user}` : id
      return { place, person, ask: (text) => replies.to(() => bot.command(text, { user, channel })) }
    }),
  )
  return { bot, cells, close: () => bot.close() }
}

/** Everybody where it matters most; who may not manage a channel is told the same in all of them. */
const seenIn = (place: string) =>
  place === 'papers'
    ? (['admin', 'member', 'guest', 'stranger'] as const)
    : place === 'lounge'
      ? (['member', 'guest'] as const)
      : (['member'] as const)

const STATES = { C4: 'paused', C5: 'archived', C6: 'removed' }

/** Discord with a channel for each state. */
export async function openDiscordWorld(papers = sightings) {
  const bot = await openDiscordBot()
  const { state, interactions } = bot.discord
  state.addGuild(GUILD)
  const numberOf = (name: string) => `20000000000000000${Object.keys(denied).indexOf(name)}`
  const denied = { papers: 0n, lounge: 0n, secret: Flag.ViewChannel, mute: Flag.SendMessages, paused: 0n }
  for (const [name, missing] of Object.entries(denied))
    state.addChannel(numberOf(name), GUILD, { name, denied: missing })
  state.addChannel('300000000000000009', GUILD, { type: 11, name: 'a thread', parent_id: PAPERS })
  for (const user of ['1', '3']) state.members.set(`${GUILD}/${user}`, { roles: [] })
  const everything = [...NEEDED.values()].reduce((all, flag) => all | flag, 0n)
  const replies = recordReplies(bot.handlers)
  const ask = (place: string, user: string, text: string) => {
    const isThread = place === 'thread'
    const id = isThread ? '300000000000000009' : numberOf(place)
    const member = {
      user: { id: user },
      permissions: String(user === '1' ? Flag.ManageGuild : Flag.ViewChannel),
      roles: [],
    }
    const where =
      place === 'direct'
        ? { channel_id: `8${user}`, user: { id: user }, channel: { id: `8${user}`, type: 1 } }
        : {
            guild_id: GUILD,
            channel_id: id,
            channel: { id, type: isThread ? 11 : 0, ...(isThread && { parent_id: PAPERS }) },
            member,
            app_permissions: String(everything & ~(Object.entries(denied).find(([name]) => name === place)?.[1] ?? 0n)),
          }
    const data = { type: 1, name: 'papers', options: text === '' ? [] : [{ name: 'text', type: 3, value: text }] }
    return replies.to(() => interactions.happen({ type: 2, ...where, data }, 1))
  }
  for (const place of ['papers', 'paused']) await ask(place, '1', 'subscribe')
  bot.source.sightings.push(...papers)
  await bot.at(`${DAY}T12:00:00Z`)
  await ask('paused', '1', 'pause')
  await bot.at(`${DAY}T12:01:00Z`)
  const cells = [...Object.keys(denied), 'thread', 'direct'].flatMap((place) =>
    Object.entries({ manager: '1', ...(['papers', 'lounge', 'direct'].includes(place) && { member: '3' }) }).map(
      ([person, user]): Cell => ({ place, person, ask: (text) => ask(place, user, text) }),
    ),
  )
  return { bot, cells, close: () => bot.close() }
}

/** What core answers to what happens on a platform. */
function recordReplies(handlers: ChatHandlers) {
  const { onCommand } = handlers
  let heard = Promise.withResolvers<Reply>()
  handlers.onCommand = (command) => {
    const answering = onCommand(command)
    answering.then(heard.resolve, heard.reject)
    return answering
  }
  return {
    async to(happen: () => Promise<unknown>): Promise<Reply> {
      heard = Promise.withResolvers()
      const [reply] = await Promise.all([heard.promise, happen()])
      return reply
    },
  }
}
