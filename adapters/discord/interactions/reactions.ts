import pLimit from 'p-limit'
import { z } from 'zod'
import type { Reaction } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import { personId, postRef } from '../ids.ts'
import type { EventsContext } from '../receive.ts'
import { emoji, emojiKey, hasSkinTone } from './emoji.ts'

/** Remembered reactions with a skin tone or super; the next comparison with Discord corrects what was forgotten. */
const VARIANTS = 5_000
/** A burst of thousands waits here in memory rather than as queries to the database. */
const AT_ONCE = 16

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

/** Reactions of people to our posts. Discord gives no time: for a person’s emoji on a post, arrival is the order. */
export function createReactions({ handlers, log, self }: Pick<EventsContext, 'handlers' | 'log' | 'self'>) {
  const running = new Map<string, Promise<void>>()
  const variants = createRecent<true>(VARIANTS)
  const limit = pLimit(AT_ONCE)

  async function inOrder(key: string, work: () => Promise<void>): Promise<void> {
    const current = (running.get(key) ?? Promise.resolve())
      .then(work)
      .catch((err) => log.error({ err }, 'reaction not recorded; the next settling does'))
    running.set(key, current)
    await current
    if (running.get(key) === current) running.delete(key)
  }

  /** Not async: what waits for its turn must not keep the whole event. */
  return function hear(change: Reaction['change'], data: unknown): Promise<void> {
    const parsed = reaction.safeParse(data)
    if (!parsed.success) return Promise.resolve()
    const { user_id: user, channel_id, message_id, guild_id, message_author_id, member, burst } = parsed.data
    const isForeign = message_author_id !== undefined && message_author_id !== self
    if (isForeign || user === self || member?.user?.bot) return Promise.resolve()
    const emoji = emojiKey(parsed.data.emoji)
    const told = { post: postRef(guild_id, channel_id, message_id), person: personId(user), emoji, change, at: null }
    const key = `${message_id} ${user} ${emoji}`
    const isVariant = burst || hasSkinTone(parsed.data.emoji)
    if (isVariant) variants.set(key, true)
    // 👍 and 👍🏽, or a super 👍, of one person are one vote: when one goes, only Discord knows whether another stays.
    const isUnclear = change === 'removed' && (isVariant || variants.get(key) !== undefined)
    return inOrder(key, isUnclear ? () => handlers.onMissed(told.post) : () => limit(() => handlers.onReaction(told)))
  }
}
