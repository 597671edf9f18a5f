import { type Adapters, type ChannelId, type PersonId, traitsOf } from '../chat.ts'

/**
 * Who may do something: who manages a channel, or that only where strangers read along (elsewhere, colleagues may), or
 * who administers the whole workspace or server.
 */
export type Access = 'anyone' | 'manager' | 'manager-on-open-platforms' | 'admin'

type Judge = (channel: ChannelId, person: PersonId) => Promise<boolean>

export async function isAllowed(
  { mayManage, isAdmin, adapters }: Record<'mayManage' | 'isAdmin', Judge> & { adapters: Adapters },
  access: Access,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Promise<boolean> {
  if (access === 'anyone') return true
  if (access === 'manager-on-open-platforms' && !traitsOf(adapters, channel).isOpen) return true
  return access === 'admin' ? isAdmin(channel, person) : mayManage(channel, person)
}
