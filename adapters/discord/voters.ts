import { RESTJSONErrorCodes as Code, ReactionType, Routes } from 'discord.js'
import { z } from 'zod'
import type { PostRef, Vote } from '../../src/core/chat.ts'
import type { Rest } from './connect.ts'
import { isCode } from './errors.ts'
import { newestOf, numbersOf, personId } from './ids.ts'
import { emoji, emojiKey, emojiRoute } from './interactions/emoji.ts'

const PAGE = 100

const reacted = z.object({
  reactions: z
    .array(
      z.object({
        emoji,
        me: z.boolean(),
        count: z.number(),
        count_details: z.object({ burst: z.number(), normal: z.number() }).optional(),
      }),
    )
    .optional(),
})
const users = z.array(z.object({ id: z.string(), bot: z.boolean().optional() }))

/**
 * Who reacts to a message now. A person who reacts normally and with a super reaction reacts once; bots do not count.
 */
export async function fetchVoters(rest: Rest, { channel: id, id: message }: PostRef): Promise<Vote[]> {
  const { channel } = numbersOf(id)
  const votes = new Map<string, Vote>()
  for (const { emoji, me, count, count_details: details } of await fetchReactions(rest, channel, message)) {
    if (me && count === 1) continue
    const key = emojiKey(emoji)
    const route = Routes.channelMessageReaction(channel, message, emojiRoute(emoji))
    for (const type of [ReactionType.Normal, ...(details?.burst === 0 ? [] : [ReactionType.Super])])
      for (const user of await fetchUsers(rest, route, type))
        votes.set(`${key} ${user}`, { person: personId(user), emoji: key })
  }
  return [...votes.values()]
}

async function fetchReactions(rest: Rest, channel: string, message: string) {
  try {
    return reacted.parse(await rest.call('GET', Routes.channelMessage(channel, message))).reactions ?? []
  } catch (error) {
    // What is gone shows no votes.
    if (isCode(error, Code.UnknownMessage, Code.UnknownChannel)) return []
    throw error
  }
}

async function fetchUsers(rest: Rest, route: `/${string}`, type: ReactionType): Promise<string[]> {
  const found: string[] = []
  let after = '0'
  while (true) {
    const query = new URLSearchParams({ limit: String(PAGE), after, type: String(type) })
    const page = users.parse(await rest.call('GET', route, { query }))
    found.push(...page.filter(({ bot }) => bot !== true).map(({ id }) => id))
    if (page.length < PAGE) return found
    after = newestOf(page)
  }
}
