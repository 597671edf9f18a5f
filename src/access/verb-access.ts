import { type ChannelId, type PersonId, platformOf } from '../core/chat.ts'
import type { TraitsOf } from '../core/setup.ts'

/**
 * Who may do something: who sees a channel, who manages it, or that only where strangers read along (elsewhere,
 * colleagues may), or who administers the whole workspace or server.
 */
export type Access = 'anyone' | 'manager' | 'manager-on-open-platforms' | 'admin'

/** To go after “is for”. */
export const forWhom: Record<Access, string> = {
  anyone: 'people who see this channel',
  manager: 'people who manage this channel',
  'manager-on-open-platforms': 'people who manage this channel',
  admin: 'people who administer this whole workspace or server',
}

export type AccessChecks = {
  /** Whether this person may change this channel. */
  mayManage(channel: ChannelId, person: PersonId): Promise<boolean>
  /** Whether this person may change what concerns all channels of this one’s workspace or server. */
  mayManageTeam(channel: ChannelId, person: PersonId): Promise<boolean>
  /** Whether this person administers the workspace or server that this channel is in. */
  isAdmin(channel: ChannelId, person: PersonId): Promise<boolean>
  /**
   * Whether this person may make the bot say something in this channel, or write to somebody from there. `mustBeSet`:
   * not where the channel says nothing of it.
   */
  maySpeak(channel: ChannelId, person: PersonId, mustBeSet?: boolean): Promise<boolean>
  /** Whether this person sees what is written in this channel. */
  maySee(channel: ChannelId, person: PersonId): Promise<boolean>
  /** Whether somebody has ever subscribed this channel. */
  isKnown(channel: ChannelId): Promise<boolean>
}

type Judges = Omit<AccessChecks, 'mayManageTeam' | 'maySpeak'> & { traitsOf: TraitsOf }

/**
 * The one guard of all that people ask, press, fill in and name: whoever does not see a channel gets nothing of it, and
 * changes nothing there. A platform cannot say who sees a channel that it keeps from Paperboy; where Paperboy has never
 * posted, nothing is kept back.
 */
export async function isAllowed(
  { mayManage, isAdmin, maySee, isKnown, traitsOf }: Judges,
  access: Access,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Promise<boolean> {
  if (access === 'admin') return isAdmin(channel, person)
  const isForManagers = access === 'manager' || (access !== 'anyone' && traitsOf(platformOf(channel)).isOpen)
  if (isForManagers) return mayManage(channel, person)
  return (await maySee(channel, person)) || !(await isKnown(channel))
}

/**
 * The same for what a platform hands over from a channel: only people who see the channel ask there, so where the
 * platform cannot say it again (an outage, a permission that was not granted) they are answered.
 */
export const isAllowedThere = (
  judges: Judges,
  access: Access,
  asked: { channel: ChannelId; person: PersonId },
): Promise<boolean> =>
  isAllowed({ ...judges, maySee: (channel, person) => judges.maySee(channel, person).catch(() => true) }, access, asked)
