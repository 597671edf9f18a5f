import { PermissionFlagsBits as Flag } from 'discord.js'
import { type ChannelId, type Member, OutageError, type PersonId } from '../../src/core/chat.ts'
import { createAccessMemory } from '../shared/access-memory.ts'
import { fetchMember } from './access/permissions.ts'
import type { Rest } from './connect.ts'
import { isGone, isOutage, reasonOf } from './errors.ts'
import { numbersOf, teamId, userNumber } from './ids.ts'

const ADMINISTERS = Flag.ManageGuild | Flag.Administrator

type Known = { permissions: bigint; roles: string[] }

export type DiscordAccess = ReturnType<typeof createAccess>

/** Who sees a channel, and what they are in its server. */
export function createAccess(rest: Rest) {
  const memory = createAccessMemory<Known>()

  /** Never remembered: Discord tells of no change of a member without a privileged intent. */
  async function fetchKnown(guild: string, channel: string, user: string): Promise<Known | null> {
    try {
      return await fetchMember(rest, guild, channel, user)
    } catch (error) {
      if (isGone(error)) return null
      if (isOutage(error)) throw new OutageError(reasonOf(error), { cause: error })
      throw error
    }
  }

  const find = async (channel: ChannelId, person: PersonId) => {
    const { guild, channel: number } = numbersOf(channel)
    const known = memory.find(`${channel} ${person}`)
    return known ?? (guild === null ? null : fetchKnown(guild, number, userNumber(person)))
  }

  return {
    /** What somebody, or Paperboy itself, may do in a channel; null: they are not in its server, or it is not shown. */
    permissions: async (channel: ChannelId, person: PersonId) => (await find(channel, person))?.permissions ?? null,
    /** An interaction brings its sender’s permissions and roles along: then Discord is not asked. */
    remember: (channel: ChannelId, person: PersonId, known: Known) => memory.keep(`${channel} ${person}`, known),
    /** Roles or exceptions changed in a server. */
    forget: (guild: string) => memory.forget(`${teamId(guild)}/`),
    async access(channel: ChannelId, person: PersonId): Promise<Member | null> {
      const { guild } = numbersOf(channel)
      // Nobody else is in a direct message, and nobody administers it.
      if (guild === null) return { isAdmin: false, isFull: true, roles: [], zone: null }
      const known = await find(channel, person)
      if (known === null) return null
      const isAdmin = (known.permissions & ADMINISTERS) !== 0n
      const sees = isAdmin || (known.permissions & Flag.ViewChannel) !== 0n
      // Everybody holds @everyone, whose number is the server's; Discord lists the other roles alone.
      return sees ? { isAdmin, isFull: true, roles: [guild, ...known.roles], zone: null } : null
    },
  }
}
