import { GatewayDispatchEvents as Event, MessageFlags, Routes } from 'discord-api-types/v10'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { ChatHandlers } from '../../src/chat.ts'
import { emojiKey, hasSkinTone } from './emoji.ts'
import { channelId, personId, postRef, teamId } from './ids.ts'
import { createRecent } from './recent.ts'
import { renderMessage } from './render.ts'
import type { Rest } from './rest.ts'
import type { Happening } from './shard.ts'

const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })
const reaction = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  message_id: z.string(),
  guild_id: z.string().optional(),
  message_author_id: z.string().optional(),
  member: z.object({ user: z.object({ bot: z.boolean().optional() }).optional() }).optional(),
  emoji,
  /** A super reaction. */
  burst: z.boolean().default(false),
})
const message = z.object({
  channel_id: z.string(),
  guild_id: z.string().optional(),
  id: z.string().optional(),
  message_id: z.string().optional(),
})
const bulk = z.object({ channel_id: z.string(), guild_id: z.string().optional(), ids: z.array(z.string()) })
const channel = z.object({ id: z.string(), guild_id: z.string().optional(), name: z.string().nullish() })
const guild = z.object({ id: z.string(), unavailable: z.boolean().optional() })
const written = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.string().optional(),
  content: z.string(),
  author: z.object({ id: z.string(), bot: z.boolean().optional() }),
})

/** Reactions in an unusual form that are remembered; the next settling mends what was forgotten. */
const VARIANTS = 5_000

export type EventsContext = { rest: Rest; handlers: ChatHandlers; log: Logger; self: string }

/** Turns what Discord tells into what core understands. Returns when it is handled. */
export function createEvents({ rest, handlers, log, self }: EventsContext) {
  // Discord gives no time: the order of arrival is all there is, and is kept for a person’s emoji on a message.
  const running = new Map<string, Promise<void>>()
  const variants = createRecent<true>(VARIANTS)

  async function onReaction({ name, data, key }: Happening): Promise<void> {
    const parsed = reaction.safeParse(data)
    if (!parsed.success) return
    const { user_id, channel_id, message_id, guild_id, message_author_id, member, emoji, burst } = parsed.data
    const isForeign = message_author_id !== undefined && message_author_id !== self
    if (isForeign || user_id === self || member?.user?.bot) return
    const post = postRef(guild_id, channel_id, message_id)
    const told = {
      event: `discord:${key}`,
      post,
      person: personId(user_id),
      emoji: emojiKey(emoji),
      change: name === Event.MessageReactionAdd ? ('added' as const) : ('removed' as const),
      at: null,
    }
    const whose = `${message_id} ${user_id} ${told.emoji}`
    const isVariant = burst || hasSkinTone(emoji)
    if (isVariant) variants.set(whose, true)
    // 👍 and 👍🏽, or 👍 and a super 👍, of one person are one vote: when one of them goes, only Discord knows whether the other stays.
    const isUnclear = told.change === 'removed' && (isVariant || variants.get(whose) !== undefined)
    await inOrder(whose, () => (isUnclear ? handlers.onMissed(post) : handlers.onReaction(told)))
  }

  async function inOrder(key: string, work: () => Promise<void>): Promise<void> {
    const current = (running.get(key) ?? Promise.resolve())
      .then(work)
      .catch((err) => log.error({ err }, 'reaction not recorded; the next settling does'))
    running.set(key, current)
    await current
    if (running.get(key) === current) running.delete(key)
  }

  async function onCleared({ data }: Happening): Promise<void> {
    const parsed = message.safeParse(data)
    const id = parsed.data?.message_id ?? parsed.data?.id
    if (parsed.success && id !== undefined)
      await handlers.onMissed(postRef(parsed.data.guild_id, parsed.data.channel_id, id))
  }

  async function onBulkDelete({ data }: Happening): Promise<void> {
    const parsed = bulk.safeParse(data)
    for (const id of parsed.data?.ids ?? [])
      await handlers.onMissed(postRef(parsed.data?.guild_id, parsed.data?.channel_id ?? '', id))
  }

  async function onChannel({ name, data }: Happening): Promise<void> {
    const parsed = channel.safeParse(data)
    if (!parsed.success) return
    const id = channelId(parsed.data.guild_id, parsed.data.id)
    if (name === Event.ChannelDelete)
      return handlers.onLifecycle({ channel: id, change: 'removed', detail: 'the channel was deleted' })
    if (parsed.data.name) await handlers.onLifecycle({ channel: id, change: 'renamed', detail: parsed.data.name })
  }

  async function onGuildDelete({ data }: Happening): Promise<void> {
    const parsed = guild.safeParse(data)
    // An outage of Discord’s looks alike, but says so.
    if (!parsed.success || parsed.data.unavailable === true) return
    await handlers.onLifecycle({ team: teamId(parsed.data.id), change: 'uninstalled' })
  }

  async function onMessage({ data }: Happening): Promise<void> {
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
    const { flags, allowed_mentions, ...shown } = renderMessage(reply.message, null)
    await rest.call('POST', Routes.channelMessages(channel_id), {
      body: {
        ...shown,
        flags: flags | MessageFlags.SuppressNotifications,
        allowed_mentions: { ...allowed_mentions, replied_user: false },
        message_reference: { message_id: id, fail_if_not_exists: false },
      },
    })
  }

  const listeners = new Map<string, (happening: Happening) => Promise<void>>([
    [Event.MessageReactionAdd, onReaction],
    [Event.MessageReactionRemove, onReaction],
    [Event.MessageReactionRemoveAll, onCleared],
    [Event.MessageReactionRemoveEmoji, onCleared],
    [Event.MessageDelete, onCleared],
    [Event.MessageDeleteBulk, onBulkDelete],
    [Event.ChannelUpdate, onChannel],
    [Event.ChannelDelete, onChannel],
    [Event.GuildDelete, onGuildDelete],
    [Event.MessageCreate, onMessage],
  ])

  return async function hear(happening: Happening): Promise<void> {
    try {
      await listeners.get(happening.name)?.(happening)
    } catch (err) {
      log.error({ err, event: happening.name }, 'event not handled')
    }
  }
}
