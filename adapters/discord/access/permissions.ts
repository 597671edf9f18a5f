import { PermissionFlagsBits as Flag, PermissionsBitField, Routes } from 'discord.js'
import { z } from 'zod'
import type { Rest } from '../connect.ts'
import { isThread } from '../ids.ts'

export const bits = z.string().regex(/^\d+$/).transform(BigInt)
const role = z.object({ id: z.string(), permissions: bits })
const guild = z.object({ owner_id: z.string(), roles: z.array(role) })
const member = z.object({ roles: z.array(z.string()) })
const overwrite = z.object({ id: z.string(), allow: bits, deny: bits })
const channel = z.object({
  permission_overwrites: z.array(overwrite).optional(),
  parent_id: z.string().nullish(),
  type: z.number(),
})

type Guild = z.output<typeof guild>
type Channel = z.output<typeof channel>

/** What Paperboy needs in a channel; the invite asks for exactly these. */
export const NEEDED = new Map<string, bigint>([
  ['View Channel', Flag.ViewChannel],
  ['Send Messages', Flag.SendMessages],
  ['Read Message History', Flag.ReadMessageHistory],
  ['Add Reactions', Flag.AddReactions],
  ['Create Public Threads', Flag.CreatePublicThreads],
  ['Send Messages in Threads', Flag.SendMessagesInThreads],
])

export const missingFrom = (permissions: bigint): string[] =>
  [...NEEDED].filter(([, flag]) => (permissions & flag) !== flag).map(([name]) => name)

/**
 * A member’s permissions in a channel, in Discord’s order: everyone, roles, then the channel’s overwrites. discord.js
 * computes them from the caches of its Client alone.
 */
function computePermissions(
  guildNumber: string,
  { owner_id, roles }: Guild,
  user: string,
  own: string[],
  { permission_overwrites = [] }: Channel,
): bigint {
  if (user === owner_id) return PermissionsBitField.All
  const held = roles.filter(({ id }) => id === guildNumber || own.includes(id))
  const permissions = new PermissionsBitField(held.map(({ permissions }) => permissions))
  if (permissions.has(Flag.Administrator)) return PermissionsBitField.All
  for (const ids of [[guildNumber], own, [user]]) {
    const relevant = permission_overwrites.filter(({ id }) => ids.includes(id))
    permissions.remove(relevant.map(({ deny }) => deny)).add(relevant.map(({ allow }) => allow))
  }
  return permissions.bitfield
}

/** A member’s permissions in a channel, and the roles held. */
export async function fetchMember(rest: Rest, guildNumber: string, channelNumber: string, user: string) {
  const [found, { roles: own }, place] = await Promise.all([
    rest.call('GET', Routes.guild(guildNumber)).then(guild.parse),
    rest.call('GET', Routes.guildMember(guildNumber, user)).then(member.parse),
    fetchOverwritten(rest, channelNumber),
  ])
  return { permissions: computePermissions(guildNumber, found, user, own, place), roles: own }
}

/** A thread has no overwrites of its own: those of its channel apply. */
async function fetchOverwritten(rest: Rest, number: string): Promise<Channel> {
  const found = channel.parse(await rest.call('GET', Routes.channel(number)))
  return isThread(found.type) && found.parent_id
    ? channel.parse(await rest.call('GET', Routes.channel(found.parent_id)))
    : found
}
