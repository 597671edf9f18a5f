import pLimit from 'p-limit'
import { z } from 'zod'
import type { Reaction } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import { retry } from '../../shared/network/reconnect.ts'
import { personId, postRef } from '../ids.ts'
import type { EventsContext } from '../receive.ts'

/** Remembered reactions with a skin tone or super; the next comparison with Discord corrects what was forgotten. */
const VARIANTS = 5_000
/** Discord tells of nothing twice. So often one is tried to be recorded: for an hour, if the database is away. */
const MOST_TRIES = 60
/** A burst of thousands waits here in memory rather than as queries to the database. */
const AT_ONCE = 16

/** An emoji as Discord’s objects name it; `id` is that of a server’s own one. */
export const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })

/** The emoji of a reaction in any skin tone: 👍🏽 and 👍 are one vote. A server’s own one keeps its name: `:tada:`. */
export const emojiKey = ({ id, name }: z.output<typeof emoji>): string =>
  id ? `:${name ?? id}:` : (name ?? '').replaceAll(/[\u{1F3FB}-\u{1F3FF}\u{FE0F}]/gu, '')

const hasSkinTone = (name: string): boolean => /[\u{1F3FB}-\u{1F3FF}]/u.test(name)

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
export function createReactions({ handlers, log, self, signal }: Omit<EventsContext, 'rest' | 'mayServe' | 'forget'>) {
  const running = new Map<string, Promise<unknown>>()
  const variants = createRecent<true>(VARIANTS)
  const limit = pLimit(AT_ONCE)

  function onFailed(err: unknown, failures: number): void {
    if (failures === MOST_TRIES) throw err
    if (failures === 1) log.warn({ err }, 'reaction not recorded yet; trying again')
  }

  async function inOrder(key: string, work: () => Promise<unknown>): Promise<void> {
    const current = (running.get(key) ?? Promise.resolve())
      .then(work)
      .catch((err) => log.error({ err }, 'reaction not recorded; the next settling does'))
    running.set(key, current)
    await current
    if (running.get(key) === current) running.delete(key)
  }

  /** Not async: what waits for its turn must not keep the whole event. */
  return function hear(change: Reaction['change'], event: unknown): Promise<void> {
    const { data } = reaction.safeParse(event)
    const isForeign = data?.message_author_id !== undefined && data.message_author_id !== self
    if (!data || isForeign || data.user_id === self || data.member?.user?.bot) return Promise.resolve()
    const { user_id: user, channel_id, message_id, guild_id } = data
    const emoji = emojiKey(data.emoji)
    const told = { post: postRef(guild_id, channel_id, message_id), person: personId(user), emoji, change, at: null }
    const key = `${message_id} ${user} ${emoji}`
    const isVariant = data.burst || hasSkinTone(data.emoji.name ?? '')
    if (isVariant) variants.set(key, true)
    // 👍 and 👍🏽, or a super 👍, of one person are one vote: when one goes, only Discord knows whether another stays.
    const isUnclear = change === 'removed' && (isVariant || variants.get(key) !== undefined)
    const record = () => limit(() => handlers.onReaction(told))
    return inOrder(key, () => (isUnclear ? handlers.onMissed(told.post) : retry(record, { signal, onFailed })))
  }
}
