import { RESTJSONErrorCodes as Code, ReactionType, Routes } from 'discord.js'
import { z } from 'zod'
import type { PostRef, Vote } from '../../src/core/chat.ts'
import type { Rest } from './connect.ts'
import { isCode } from './errors.ts'
import { newestOf, numbersOf, personId } from './ids.ts'
import { emoji, emojiKey } from './interactions/reactions.ts'

const PAGE = 100

const count_details = z.object({ burst: z.number() }).optional()
const reaction = z.object({ emoji, me: z.boolean(), count: z.number(), count_details })
const reacted = z.object({ reactions: z.array(reaction).default([]) })
const users = z.array(z.object({ id: z.string(), bot: z.boolean().optional() }))

/** Who reacts to a message now: a person who does so normally and with a super reaction once, and no bots. */
export async function fetchVoters(rest: Rest, { channel: id, id: message }: PostRef): Promise<Vote[]> {
  const { channel } = numbersOf(id)
  const { reactions } = await rest.call('GET', Routes.channelMessage(channel, message)).then(reacted.parse, noneIfGone)
  const votes = new Map<string, Vote>()
  for (const { emoji, me, count, count_details: details } of reactions) {
    if (me && count === 1) continue
    const key = emojiKey(emoji)
    const named = encodeURIComponent(emoji.id ? `${emoji.name ?? '_'}:${emoji.id}` : (emoji.name ?? ''))
    const route = Routes.channelMessageReaction(channel, message, named)
    for (const type of [ReactionType.Normal, ...(details?.burst === 0 ? [] : [ReactionType.Super])])
      for (const user of await fetchUsers(rest, route, type))
        votes.set(`${key} ${user}`, { person: personId(user), emoji: key })
  }
  return [...votes.values()]
}

/** What is gone shows no votes. */
function noneIfGone(error: unknown): z.output<typeof reacted> {
  if (isCode(error, Code.UnknownMessage, Code.UnknownChannel)) return { reactions: [] }
  throw error
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
