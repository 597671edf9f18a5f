import type { ChannelId, PersonId } from '../../src/core/chat.ts'

// Ids: `slack:T1` is a team, `slack:T1/C1` a channel, `slack:T1/U1` a person.

export const teamId = (team: string): string => `slack:${team}`
export const channelId = (team: string, channel: string): ChannelId => `slack:${team}/${channel}` as const
export const personId = (team: string, user: string): PersonId => `slack:${team}/${user}` as const

/** A conversation with one person. */
export const isDirect = (channel: ChannelId): boolean => channel.includes('/D')

export function partsOf(id: ChannelId | PersonId): { team: string; local: string } {
  const [team = '', local = ''] = id.replace(/^slack:/, '').split('/')
  return { team, local }
}
