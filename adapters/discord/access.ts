import { PermissionFlagsBits as Flag } from 'discord-api-types/v10'
import type { ChannelId, PersonId } from '../../src/chat.ts'
import { numbersOf, userNumber } from './ids.ts'
import { isGone } from './outcome.ts'
import { fetchMember } from './permissions.ts'
import { createRecent } from './recent.ts'
import type { Rest } from './rest.ts'

/** Whoever holds a role of this name manages Paperboy, beside those who manage the server. */
const MANAGER_ROLE = /^paperboy managers?$/i
const MANAGES = Flag.ManageGuild | Flag.Administrator
const REMEMBERED = 1_000
const REMEMBERED_MS = 15_000

/** Who may change a channel. An interaction brings its sender’s permissions along: then nothing is asked. */
export function createAccess(rest: Rest) {
  const told = createRecent<{ permissions: bigint; at: number }>(REMEMBERED)

  return {
    remember(channel: ChannelId, person: PersonId, permissions: bigint): void {
      told.set(`${channel} ${person}`, { permissions, at: Date.now() })
    },
    async access(channel: ChannelId, person: PersonId): Promise<'manage' | 'member' | 'none'> {
      const numbers = numbersOf(channel)
      // Nobody else is in a direct message.
      if (numbers.guild === null) return 'manage'
      const known = told.get(`${channel} ${person}`)
      if (known && Date.now() - known.at < REMEMBERED_MS && (known.permissions & MANAGES) !== 0n) return 'manage'
      try {
        const { permissions, roles } = await fetchMember(rest, numbers.guild, numbers.channel, userNumber(person))
        if ((permissions & MANAGES) !== 0n || roles.some((name) => MANAGER_ROLE.test(name))) return 'manage'
        return (permissions & Flag.ViewChannel) === 0n ? 'none' : 'member'
      } catch (error) {
        if (isGone(error)) return 'none'
        throw error
      }
    },
  }
}
