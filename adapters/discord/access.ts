import { PermissionFlagsBits as Flag } from 'discord-api-types/v10'
import type { AccessLevel, ChannelId, PersonId } from '../../src/chat.ts'
import { numbersOf, teamId, userNumber } from './ids.ts'
import { isGone } from './outcome.ts'
import { fetchMember } from './permissions.ts'
import { createRecent } from './recent.ts'
import type { Rest } from './rest.ts'

const ADMINISTERS = Flag.ManageGuild | Flag.Administrator
const REMEMBERED = 1_000
const REMEMBERED_MS = 15_000

type Known = { permissions: bigint; roles: string[] }

/** The role that a server chose to manage Paperboy, beside those who manage the server. */
export type FindManagerRole = (team: string) => Promise<string | null>

/** Who may change a channel. An interaction brings its sender’s permissions and roles along: then Discord is not asked. */
export function createAccess(rest: Rest, findManagerRole: FindManagerRole) {
  const told = createRecent<Known & { at: number }>(REMEMBERED)

  return {
    remember(channel: ChannelId, person: PersonId, known: Known): void {
      told.set(`${channel} ${person}`, { ...known, at: Date.now() })
    },
    async access(channel: ChannelId, person: PersonId): Promise<AccessLevel> {
      const numbers = numbersOf(channel)
      // Nobody else is in a direct message.
      if (numbers.guild === null) return 'manage'
      const known = told.get(`${channel} ${person}`)
      const isFresh = known && Date.now() - known.at < REMEMBERED_MS
      try {
        const { permissions, roles } = isFresh
          ? known
          : await fetchMember(rest, numbers.guild, numbers.channel, userNumber(person))
        if ((permissions & ADMINISTERS) !== 0n) return 'admin'
        const role = await findManagerRole(teamId(numbers.guild))
        if (role !== null && roles.includes(role)) return 'manage'
        return (permissions & Flag.ViewChannel) === 0n ? 'none' : 'member'
      } catch (error) {
        if (isGone(error)) return 'none'
        throw error
      }
    },
  }
}
