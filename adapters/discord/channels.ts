import { ChannelType, Routes } from 'discord.js'
import { z } from 'zod'
import type { ListedChannel } from '../../src/core/chat.ts'
import { notFound, retryAfter } from '../shared/errors.ts'
import { type DiscordAccess, isMute, missingFrom } from './access.ts'
import type { Rest } from './connect.ts'
import { isGone, outcomeOf, reasonOf, refusedToken } from './errors.ts'
import { channelId, personId } from './ids.ts'
import { inviteLink } from './manifest.ts'

const channel = z.object({
  id: z.string(),
  type: z.number(),
  name: z.string().nullish(),
  guild_id: z.string().optional(),
})
/** Where a digest may go: its papers need a thread below the heading. */
export const WRITABLE = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const

const ALLOW = 'in Edit Channel → Permissions, allow it'
const COPY_ID = 'Settings → Advanced → Developer Mode, then right-click the channel → Copy Channel ID'

export type ChannelSearch = {
  rest: Rest
  fetchApplication: () => Promise<string>
  fetchSelf: () => Promise<string>
  /** Where somebody is there, or chose it: what it lacks is told now, and not with the first post. */
  permissions: DiscordAccess['permissions'] | null
}

/** The channels that numbers, or whole ids (`discord:G1/C1`), mean. */
export const findChannels = (search: ChannelSearch, listed: string[]): Promise<ListedChannel[]> =>
  Array.fromAsync(listed, (id) => findChannel(search, id))

async function findChannel(search: ChannelSearch, named: string): Promise<ListedChannel> {
  const { rest, fetchApplication, fetchSelf, permissions } = search
  const listed = named.replace(/^discord:\d+\//, '')
  const which = permissions ? 'This channel' : `The Discord channel ${listed}`
  if (!/^\d{15,25}$/.test(listed)) return notFound(listed, `“${listed}” is no Discord channel: ${COPY_ID}.`)
  try {
    const { id, type, name, guild_id: guild } = channel.parse(await rest.call('GET', Routes.channel(listed)))
    if (guild === undefined || !WRITABLE.some((writable) => writable === type))
      return notFound(listed, `${which} is no text channel of a server: choose another.`)
    const found = { id: channelId(guild, id), name: name ?? id }
    const held = permissions && (await permissions(found.id, personId(await fetchSelf())))
    const missing = held === null ? [] : missingFrom(held)
    if (missing.length === 0) return { listed, channel: found, problem: null }
    const problem = `Paperboy lacks permissions in this channel: ${ALLOW} ${missing.join(', ')}.`
    return { listed, channel: isMute(missing) ? null : found, problem }
  } catch (error) {
    const refused = refusedToken(error)
    if (refused) throw refused
    if (!isGone(error))
      return {
        ...notFound(listed, `${which} could not be looked up: ${reasonOf(error)}.`),
        ...retryAfter(outcomeOf(error)),
      }
    if (permissions) return notFound(listed, `Paperboy does not see this channel: ${ALLOW} View Channel.`)
    const invite = `Invite it: ${inviteLink(await fetchApplication())} — or allow it “View Channel” there.`
    return notFound(listed, `Discord shows Paperboy no channel ${listed}. ${invite}`)
  }
}
