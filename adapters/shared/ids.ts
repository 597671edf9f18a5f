import type { ChannelId, PersonId } from '../../src/core/chat.ts'

/** The ids of a team, and what stands for them on its platform: `papers` is `plaza:main/papers`. */
export const createIds = (team: `${string}:${string}`) => ({
  channelId: (local: string): ChannelId => `${team}/${local}` as const,
  personId: (local: string): PersonId => `${team}/${local}` as const,
  /** What is local already, such as the name of a listed channel, stays as it is. */
  localOf: (id: string): string => (id.startsWith(`${team}/`) ? id.slice(team.length + 1) : id),
})
