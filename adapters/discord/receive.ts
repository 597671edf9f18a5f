import { GatewayDispatchEvents as Event, MessageFlags, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type MayServe, NOT_SERVED } from '../../src/core/allowed-teams.ts'
import type { ChatHandlers } from '../../src/core/chat.ts'
import { linkedPapers } from '../../src/core/identifiers/linked-papers.ts'
import { notice } from '../../src/core/message.ts'
import { createRecent } from '../../src/core/recent.ts'
import type { DiscordAccess } from './access.ts'
import type { Rest } from './connect.ts'
import type { GatewayEvent } from './connection/shard.ts'
import { reasonOf } from './errors.ts'
import { channelId, personId, postRef, teamId } from './ids.ts'
import { createReactions } from './interactions/reactions.ts'
import { answering, renderMessage } from './render.ts'

const inChannel = z.object({ channel_id: z.string(), guild_id: z.string().optional() })
const messageDelete = inChannel.extend({ id: z.string() })
const reactionsRemove = inChannel.extend({ message_id: z.string() })
const bulkDelete = inChannel.extend({ ids: z.array(z.string()) })
const messageCreate = messageDelete.extend({
  content: z.string().refine((text) => linkedPapers(text).length > 0),
  author: z.object({ id: z.string(), bot: z.literal(false).optional() }),
})
const inGuild = z.object({ guild_id: z.string() })
const channel = z.object({ id: z.string(), guild_id: z.string().optional(), name: z.string().nullish() })
const guildCreate = z.object({ id: z.string(), system_channel_id: z.string().nullish() })
/** An outage of Discord’s looks alike, but says so. */
const guildDelete = z.object({ id: z.string(), unavailable: z.literal(false).optional() })

export type EventsContext = {
  rest: Rest
  handlers: ChatHandlers
  log: Logger
  self: string
  mayServe: MayServe
  signal: AbortSignal
} & Pick<DiscordAccess, 'forget'>

export function createEvents({ rest, handlers, log, self, forget, mayServe, signal }: EventsContext) {
  const onReaction = createReactions({ handlers, log, self, signal })
  /** Servers that were told why; leaving may fail, and is tried again. */
  const left = createRecent<true>(1_000)

  const onChannel = (change: 'renamed' | 'removed') =>
    listener(channel, async ({ id, guild_id: guild, name }) => {
      if (guild !== undefined) forget(guild)
      const detail = change === 'removed' ? 'the channel was deleted' : name
      if (detail) await handlers.onLifecycle({ channel: channelId(guild, id), change, detail })
    })

  /** Told of each server at the start, and of a new one. */
  async function onGuild({ id, system_channel_id: place }: z.output<typeof guildCreate>): Promise<void> {
    if (mayServe(teamId(id))) return
    if (place && !left.get(id))
      await rest
        .call('POST', Routes.channelMessages(place), { body: renderMessage(notice(NOT_SERVED), null) })
        .catch((error: unknown) => log.info({ guild: id, reason: reasonOf(error) }, 'a server was left without a word'))
    left.set(id, true)
    await rest.call('DELETE', Routes.userGuild(id))
    log.warn({ guild: id }, 'ALLOWED_TEAMS does not name this server: Paperboy left it')
  }

  async function onMessage(message: z.output<typeof messageCreate>): Promise<void> {
    const { id, guild_id: guild, channel_id: place, author, content: text } = message
    const asked = { channel: channelId(guild, place), person: personId(author.id) }
    const reply = await handlers.onPaperLink({ ...asked, cause: 'seen', text, post: postRef(guild, place, id) })
    if (!reply || !('message' in reply)) return
    const { flags, ...answer } = answering(renderMessage(reply.message, null), id)
    const body = { ...answer, flags: flags | MessageFlags.SuppressNotifications }
    await rest.call('POST', Routes.channelMessages(place), { body })
  }

  const cleared = async ({ guild_id, channel_id }: z.output<typeof inChannel>, ...messages: string[]) => {
    for (const message of messages) await handlers.onMissed(postRef(guild_id, channel_id, message))
  }
  const onReactionsRemove = listener(reactionsRemove, (data) => cleared(data, data.message_id))
  const onRole = listener(inGuild, async ({ guild_id }) => forget(guild_id))

  const listeners = new Map<string, (event: unknown) => Promise<void>>([
    [Event.MessageReactionRemoveAll, onReactionsRemove],
    [Event.MessageReactionRemoveEmoji, onReactionsRemove],
    [Event.MessageDelete, listener(messageDelete, (data) => cleared(data, data.id))],
    [Event.MessageDeleteBulk, listener(bulkDelete, (data) => cleared(data, ...data.ids))],
    [Event.ChannelUpdate, onChannel('renamed')],
    [Event.ChannelDelete, onChannel('removed')],
    [Event.GuildRoleUpdate, onRole],
    [Event.GuildRoleDelete, onRole],
    [Event.GuildCreate, listener(guildCreate, onGuild)],
    [
      Event.GuildDelete,
      listener(guildDelete, async ({ id }) => {
        forget(id)
        await handlers.onLifecycle({ team: teamId(id), change: 'uninstalled' })
      }),
    ],
    [Event.MessageCreate, listener(messageCreate, onMessage)],
  ])

  return async function hear({ name: event, data }: GatewayEvent): Promise<void> {
    if (event === Event.MessageReactionAdd) return onReaction('added', data)
    if (event === Event.MessageReactionRemove) return onReaction('removed', data)
    await listeners
      .get(event)?.(data)
      .catch((err) => log.error({ err, event }, 'event not handled'))
  }
}

/** Hears an event of one shape; any other is left out. */
const listener =
  <T>(shape: z.ZodType<T>, hear: (event: T) => Promise<void>) =>
  async (event: unknown): Promise<void> => {
    const { data } = shape.safeParse(event)
    if (data !== undefined) await hear(data)
  }
