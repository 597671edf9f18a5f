import { ChannelType, Routes } from 'discord.js'
import { z } from 'zod'
import type { ListedChannel } from '../../src/core/chat.ts'
import { notFound, retryAfter } from '../shared/errors.ts'
import type { Rest } from './connect.ts'
import { isGone, outcomeOf, reasonOf, refusedToken } from './errors.ts'
import { channelId } from './ids.ts'
import { inviteLink } from './manifest.ts'

const channel = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  guild_id: z.string().optional(),
})
/** Where a digest may go: its papers need a thread below the heading. */
export const WRITABLE = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const

const COPY_ID = 'Settings → Advanced → Developer Mode, then right-click the channel → Copy Channel ID'

/** The channels that numbers, or whole ids (`discord:G1/C1`), mean. */
export async function findChannels(
  rest: Rest,
  application: () => Promise<string>,
  listed: string[],
): Promise<ListedChannel[]> {
  const found: ListedChannel[] = []
  for (const id of listed) found.push(await findChannel(rest, application, id.replace(/^discord:\d+\//, '')))
  return found
}

async function findChannel(rest: Rest, application: () => Promise<string>, listed: string): Promise<ListedChannel> {
  if (!/^\d{15,25}$/.test(listed)) return notFound(listed, `“${listed}” is no Discord channel: ${COPY_ID}.`)
  try {
    const { id, type, name, guild_id: guild } = channel.parse(await rest.call('GET', Routes.channel(listed)))
    if (guild === undefined || !WRITABLE.some((writable) => writable === type))
      return notFound(listed, `The Discord channel ${listed} is no text channel of a server: choose another.`)
    return { listed, channel: { id: channelId(guild, id), name: name ?? id }, problem: null }
  } catch (error) {
    const refused = refusedToken(error)
    if (refused) throw refused
    if (!isGone(error)) {
      const outcome = outcomeOf(error)
      const problem = `The Discord channel ${listed} could not be looked up: ${reasonOf(error)}.`
      return { ...notFound(listed, problem), ...retryAfter(outcome) }
    }
    const invite = `Invite it: ${inviteLink(await application())} — or allow it “View Channel” there.`
    return notFound(listed, `Discord shows Paperboy no channel ${listed}. ${invite}`)
  }
}
