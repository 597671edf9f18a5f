import { GatewayDispatchEvents as Event, MessageFlags, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type MayServe, NOT_SERVED } from '../../src/core/allowed-teams.ts'
import type { ChatHandlers } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'
import { createRecent } from '../../src/core/recent.ts'
import type { DiscordAccess } from './access.ts'
import { reasonOf } from './errors.ts'
import { createReactions } from './gateway/reactions.ts'
import type { GatewayEvent } from './gateway/shard.ts'
import { channelId, personId, postRef, teamId } from './ids.ts'
import { answering, renderMessage } from './render.ts'
import type { Rest } from './rest/rest.ts'

const message = z.object({
  channel_id: z.string(),
  guild_id: z.string().optional(),
  id: z.string().optional(),
  message_id: z.string().optional(),
})
const bulk = z.object({ channel_id: z.string(), guild_id: z.string().optional(), ids: z.array(z.string()) })
const channel = z.object({ id: z.string(), guild_id: z.string().optional(), name: z.string().nullish() })
const guild = z.object({
  id: z.string(),
  unavailable: z.boolean().optional(),
  system_channel_id: z.string().nullish(),
})
const ofGuild = z.object({ guild_id: z.string() })
const written = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.string().optional(),
  content: z.string(),
  author: z.object({ id: z.string(), bot: z.boolean().optional() }),
})

export type EventsContext = {
  rest: Rest
  handlers: ChatHandlers
  log: Logger
  self: string
  mayServe: MayServe
} & Pick<DiscordAccess, 'forget'>

/** Turns what Discord tells into what core understands. Returns when it is handled. */
export function createEvents({ rest, handlers, log, self, forget, mayServe }: EventsContext) {
  const onReaction = createReactions({ handlers, log, self })
  /** Servers that were told why; leaving may fail, and is tried again. */
  const left = createRecent<true>(1_000)

  async function onCleared({ data }: GatewayEvent): Promise<void> {
    const parsed = message.safeParse(data)
    const id = parsed.data?.message_id ?? parsed.data?.id
    if (parsed.success && id !== undefined)
      await handlers.onMissed(postRef(parsed.data.guild_id, parsed.data.channel_id, id))
  }

  async function onBulkDelete({ data }: GatewayEvent): Promise<void> {
    const parsed = bulk.safeParse(data)
    for (const id of parsed.data?.ids ?? [])
      await handlers.onMissed(postRef(parsed.data?.guild_id, parsed.data?.channel_id ?? '', id))
  }

  async function onChannel({ name, data }: GatewayEvent): Promise<void> {
    const parsed = channel.safeParse(data)
    if (!parsed.success) return
    const id = channelId(parsed.data.guild_id, parsed.data.id)
    if (parsed.data.guild_id !== undefined) forget(parsed.data.guild_id)
    if (name === Event.ChannelDelete)
      return handlers.onLifecycle({ channel: id, change: 'removed', detail: 'the channel was deleted' })
    if (parsed.data.name) await handlers.onLifecycle({ channel: id, change: 'renamed', detail: parsed.data.name })
  }

  async function onRole({ data }: GatewayEvent): Promise<void> {
    const parsed = ofGuild.safeParse(data)
    if (parsed.success) forget(parsed.data.guild_id)
  }

  /** Told of each server at the start, and of a new one. */
  async function onGuild({ data }: GatewayEvent): Promise<void> {
    const parsed = guild.safeParse(data)
    if (!parsed.success || mayServe(teamId(parsed.data.id))) return
    const { id, system_channel_id: place } = parsed.data
    if (place && !left.get(id))
      await rest
        .call('POST', Routes.channelMessages(place), { body: renderMessage(notice(NOT_SERVED), null) })
        .catch((error: unknown) => log.info({ guild: id, reason: reasonOf(error) }, 'a server was left without a word'))
    left.set(id, true)
    await rest.call('DELETE', Routes.userGuild(id))
    log.warn({ guild: id }, 'ALLOWED_TEAMS does not name this server: Paperboy left it')
  }

  async function onGuildDelete({ data }: GatewayEvent): Promise<void> {
    const parsed = guild.safeParse(data)
    // An outage of Discord’s looks alike, but says so.
    if (!parsed.success || parsed.data.unavailable === true) return
    forget(parsed.data.id)
    await handlers.onLifecycle({ team: teamId(parsed.data.id), change: 'uninstalled' })
  }

  async function onMessage({ data }: GatewayEvent): Promise<void> {
    const parsed = written.safeParse(data)
    if (!parsed.success || parsed.data.author.bot || !/https?:\/\//.test(parsed.data.content)) return
    const { guild_id, channel_id, id, author, content } = parsed.data
    const reply = await handlers.onPaperLink({
      channel: channelId(guild_id, channel_id),
      person: personId(author.id),
      cause: 'seen',
      text: content,
      post: postRef(guild_id, channel_id, id),
    })
    if (!reply || !('message' in reply)) return
    const { flags, ...answer } = answering(renderMessage(reply.message, null), id)
    const body = { ...answer, flags: flags | MessageFlags.SuppressNotifications }
    await rest.call('POST', Routes.channelMessages(channel_id), { body })
  }

  const listeners = new Map<string, (happening: GatewayEvent) => Promise<void>>([
    [Event.MessageReactionAdd, onReaction],
    [Event.MessageReactionRemove, onReaction],
    [Event.MessageReactionRemoveAll, onCleared],
    [Event.MessageReactionRemoveEmoji, onCleared],
    [Event.MessageDelete, onCleared],
    [Event.MessageDeleteBulk, onBulkDelete],
    [Event.ChannelUpdate, onChannel],
    [Event.ChannelDelete, onChannel],
    [Event.GuildRoleUpdate, onRole],
    [Event.GuildRoleDelete, onRole],
    [Event.GuildCreate, onGuild],
    [Event.GuildDelete, onGuildDelete],
    [Event.MessageCreate, onMessage],
  ])

  return function hear(happening: GatewayEvent): Promise<void> {
    const listener = listeners.get(happening.name)
    if (!listener) return Promise.resolve()
    const event = happening.name
    return listener(happening).catch((err) => log.error({ err, event }, 'event not handled'))
  }
}
