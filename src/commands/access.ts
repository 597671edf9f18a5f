import { type ChannelId, type PersonId, type Platform, platformOf } from '../chat.ts'

/**
 * Who may do something: who manages a channel, or that only where strangers read along (elsewhere, colleagues may), or
 * who administers the whole workspace or server.
 */
export type Access = 'anyone' | 'manager' | 'manager-on-open-platforms' | 'admin'

type Judge = (channel: ChannelId, person: PersonId) => Promise<boolean>

/** Where whoever finds the invitation walks in. */
const OPEN: ReadonlySet<Platform> = new Set(['discord'])

export async function isAllowed(
  { mayManage, isAdmin }: Record<'mayManage' | 'isAdmin', Judge>,
  access: Access,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Promise<boolean> {
  if (access === 'anyone') return true
  if (access === 'manager-on-open-platforms' && !OPEN.has(platformOf(channel))) return true
  return access === 'admin' ? isAdmin(channel, person) : mayManage(channel, person)
}
