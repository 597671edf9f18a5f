import { Constants, SnowflakeUtil } from 'discord.js'
import type { ChannelId, PersonId, PostRef } from '../../src/core/chat.ts'

/** The server of a direct message, as in Discord’s own addresses. */
const NO_SERVER = '@me'

export const channelId = (guild: string | null | undefined, channel: string): ChannelId =>
  `discord:${guild ?? NO_SERVER}/${channel}` as const

export const teamId = (guild: string): string => `discord:${guild}`

export const personId = (user: string): PersonId => `discord:${user}` as const

export const userNumber = (person: ChannelId | PersonId): string => person.slice('discord:'.length)

/** Server and channel; the server is null for a direct message. */
export type Target = { guild: string | null; channel: string }

export function numbersOf(id: ChannelId | PersonId): Target {
  const [guild = '', channel = ''] = id.slice('discord:'.length).split('/')
  return { guild: guild === NO_SERVER ? null : guild, channel }
}

export const postRef = (guild: string | null | undefined, channel: string, message: string): PostRef => ({
  channel: channelId(guild, channel),
  id: message,
})

export const snowflakeAt = (milliseconds: number): string =>
  String(
    SnowflakeUtil.generate({
      timestamp: Math.max(Math.floor(milliseconds), Number(SnowflakeUtil.epoch)),
      increment: 0n,
      workerId: 0n,
      processId: 0n,
    }),
  )

/** The largest id of a page, after which the next page begins. */
export const newestOf = (page: { id: string }[]): string =>
  page.map(({ id }) => id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b))

export const isThread = (type: number): boolean => Constants.ThreadChannelTypes.some((thread) => thread === type)
