import { PermissionFlagsBits as Flag, PermissionsBitField, Routes } from 'discord.js'
import { z } from 'zod'
import { type ChannelId, type Member, OutageError, type PersonId } from '../../src/core/chat.ts'
import { createRecent } from '../../src/core/recent.ts'
import type { Rest } from './connect.ts'
import { isGone, isOutage, reasonOf } from './errors.ts'
import { isThread, numbersOf, teamId, userNumber } from './ids.ts'

export const bits = z.string().regex(/^\d+$/).transform(BigInt)
const guildShape = z.object({ owner_id: z.string(), roles: z.array(z.object({ id: z.string(), permissions: bits })) })
const memberShape = z.object({ roles: z.array(z.string()) })
const channelShape = z.object({
  permission_overwrites: z.array(z.object({ id: z.string(), allow: bits, deny: bits })).default([]),
  parent_id: z.string().nullish(),
  type: z.number(),
})

/** What Paperboy needs in a channel; the invite asks for exactly these. */
export const NEEDED = new Map<string, bigint>([
  ['View Channel', Flag.ViewChannel],
  ['Send Messages', Flag.SendMessages],
  ['Read Message History', Flag.ReadMessageHistory],
  ['Add Reactions', Flag.AddReactions],
  ['Create Public Threads', Flag.CreatePublicThreads],
  ['Send Messages in Threads', Flag.SendMessagesInThreads],
])
/** Without these nothing is posted; without the others a part is missing. */
const NEEDED_TO_POST = ['View Channel', 'Send Messages']

export const missingFrom = (permissions: bigint): string[] =>
  [...NEEDED].filter(([, flag]) => (permissions & flag) !== flag).map(([name]) => name)

export const isMute = (missing: string[]): boolean => missing.some((name) => NEEDED_TO_POST.includes(name))

const ADMINISTERS = Flag.ManageGuild | Flag.Administrator
const [REMEMBERED, REMEMBERED_MS] = [5_000, 60_000]

type Held = { permissions: bigint; roles: string[] }

export type DiscordAccess = ReturnType<typeof createAccess>

export function createAccess(rest: Rest) {
  /** What is asked for is never remembered: Discord tells of no change of a member without a privileged intent. */
  const told = createRecent<Held>(REMEMBERED, REMEMBERED_MS)

  async function find(channel: ChannelId, person: PersonId): Promise<Held | null> {
    const { guild, channel: number } = numbersOf(channel)
    const known = told.get(`${channel} ${person}`) ?? null
    if (known || guild === null) return known
    return fetchMember(rest, guild, number, userNumber(person)).catch((error: unknown) => {
      if (isGone(error)) return null
      throw isOutage(error) ? new OutageError(reasonOf(error), { cause: error }) : error
    })
  }

  return {
    /** What somebody, or Paperboy itself, may do in a channel; null: they are not in its server, or it is not shown. */
    permissions: async (channel: ChannelId, person: PersonId) => (await find(channel, person))?.permissions ?? null,
    /** An interaction brings its sender’s permissions and roles along: then Discord is not asked. */
    remember: (channel: ChannelId, person: PersonId, held: Held) => told.set(`${channel} ${person}`, held),
    forget: (guild: string) => told.forget(`${teamId(guild)}/`),
    async access(channel: ChannelId, person: PersonId): Promise<Member | null> {
      const { guild } = numbersOf(channel)
      // Nobody else is in a direct message, and nobody administers it.
      if (guild === null) return { isAdmin: false, isFull: true, roles: [], zone: null }
      const { permissions, roles } = (await find(channel, person)) ?? { permissions: 0n, roles: [] }
      const isAdmin = (permissions & ADMINISTERS) !== 0n
      if (!isAdmin && (permissions & Flag.ViewChannel) === 0n) return null
      // Everybody holds @everyone, whose number is the server's; Discord lists the other roles alone.
      return { isAdmin, isFull: true, roles: [guild, ...roles], zone: null }
    },
  }
}

/** In Discord’s order: everyone, roles, the channel’s overwrites. discord.js asks the caches of its Client alone. */
export async function fetchMember(rest: Rest, guild: string, channel: string, user: string): Promise<Held> {
  const [{ owner_id, roles: all }, { roles }, place] = await Promise.all([
    rest.call('GET', Routes.guild(guild)).then(guildShape.parse),
    rest.call('GET', Routes.guildMember(guild, user)).then(memberShape.parse),
    fetchOverwritten(rest, channel),
  ])
  const held = all.filter(({ id }) => id === guild || roles.includes(id)).map(({ permissions }) => permissions)
  const permissions = new PermissionsBitField(held)
  if (user === owner_id || permissions.has(Flag.Administrator)) return { permissions: PermissionsBitField.All, roles }
  for (const ids of [[guild], roles, [user]]) {
    const overwrites = place.permission_overwrites.filter(({ id }) => ids.includes(id))
    permissions.remove(overwrites.map(({ deny }) => deny)).add(overwrites.map(({ allow }) => allow))
  }
  return { permissions: permissions.bitfield, roles }
}

/** A thread has no overwrites of its own: those of its channel apply. */
async function fetchOverwritten(rest: Rest, channel: string): Promise<z.output<typeof channelShape>> {
  const found = channelShape.parse(await rest.call('GET', Routes.channel(channel)))
  return isThread(found.type) && found.parent_id ? fetchOverwritten(rest, found.parent_id) : found
}
