import { findChannel } from '../channels/channels.ts'
import { ADMINS, usualManagers, type Who } from '../channels/settings.ts'
import { type ChannelId, type ChatAdapter, type Member, type PersonId, platformOf } from '../core/chat.ts'
import type { TraitsOf } from '../core/setup.ts'
import type { Store } from '../db/open.ts'

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

type Platforms = { adapters: Map<string, ChatAdapter> }
type Channels = { store: Pick<Store, 'db'> }
type Context = Platforms & Channels & { traitsOf: TraitsOf }
type Asked = { channel: ChannelId; person: PersonId }

export type AccessChecks = ReturnType<typeof createAccessChecks>

/** Each asks about a person in a channel. */
export const createAccessChecks = (context: Context) => ({
  mayManage: (channel: ChannelId, person: PersonId) => mayManage(context, channel, person),
  /** Whether they may change what concerns all channels of this one’s workspace or server. */
  mayManageTeam: (channel: ChannelId, person: PersonId) => mayManageTeam(context, channel, person),
  /** `mustBeSet`: not where the channel says nothing of it. */
  maySpeak: (channel: ChannelId, person: PersonId, mustBeSet?: boolean) =>
    maySpeak(context, channel, person, mustBeSet),
  isAdmin: async (channel: ChannelId, person: PersonId) =>
    (await findMember(context, channel, person))?.isAdmin ?? false,
  maySee: async (channel: ChannelId, person: PersonId) => (await findMember(context, channel, person)) !== null,
  /** Whether somebody has ever subscribed this channel. */
  isKnown: async (channel: ChannelId) => (await findChannel(context.store.db, channel)) !== null,
})

type Judges = Omit<AccessChecks, 'mayManageTeam' | 'maySpeak'> & { traitsOf: TraitsOf }

/**
 * Whoever does not see a channel gets nothing of it. Where Paperboy has never posted, nothing is kept back: a platform
 * cannot say who sees a channel that it keeps from Paperboy.
 */
export async function isAllowed(
  { mayManage, isAdmin, maySee, isKnown, traitsOf }: Judges,
  access: Access | undefined,
  { channel, person }: Asked,
): Promise<boolean> {
  if (access === 'admin') return isAdmin(channel, person)
  const isOpen = access === 'manager-on-open-platforms' && traitsOf(platformOf(channel)).isOpen
  if (access === 'manager' || isOpen) return mayManage(channel, person)
  return (await maySee(channel, person)) || !(await isKnown(channel))
}

/** For what a platform hands over from a channel: only people who see it ask there, also when it cannot say so. */
export const isAllowedThere = (judges: Judges, access: Access, asked: Asked): Promise<boolean> =>
  isAllowed({ ...judges, maySee: (channel, person) => judges.maySee(channel, person).catch(() => true) }, access, asked)

/** What the platform says of a person in a channel; null: they do not see it. People of elsewhere see nothing. */
export async function findMember(
  { adapters }: Platforms,
  channel: ChannelId,
  person: PersonId,
): Promise<Member | null> {
  if (platformOf(channel) !== platformOf(person)) return null
  return (await adapters.get(platformOf(channel))?.access(channel, person)) ?? null
}

export async function mayManage(context: Context, channel: ChannelId, person: PersonId): Promise<boolean> {
  const member = await findMember(context, channel, person)
  if (member === null) return false
  const traits = context.traitsOf(platformOf(channel))
  // Nobody else is in a conversation with one person.
  if (member.isAdmin || traits.isTeamless(channel)) return true
  const own = await ownSetting(context, channel, 'managers')
  return isAmong(own ?? usualManagers(traits), member, person)
}

/** Where strangers walk in, who manages a channel only because everyone does decides nothing for the whole team. */
async function mayManageTeam(context: Context, channel: ChannelId, person: PersonId): Promise<boolean> {
  const { isOpen } = context.traitsOf(platformOf(channel))
  const isForStrangers = isOpen && (await ownSetting(context, channel, 'managers')) === 'everyone'
  if (!isForStrangers) return mayManage(context, channel, person)
  return (await findMember(context, channel, person))?.isAdmin ?? false
}

/** Whether this person may make the bot say something in this channel, or write to somebody from there. */
export async function maySpeak(
  context: Platforms & Channels,
  channel: ChannelId,
  person: PersonId,
  mustBeSet = false,
): Promise<boolean> {
  const speakers = await ownSetting(context, channel, 'speakers')
  if (speakers === null) return !mustBeSet
  const member = await findMember(context, channel, person)
  return member !== null && isAmong(speakers, member, person)
}

/** Whether somebody who sees a channel is among those whom a setting names. Admins always are: nobody is locked out. */
export function isAmong(who: Who, member: Member, person: PersonId): boolean {
  if (member.isAdmin) return true
  if (who === 'everyone') return member.isFull
  return who.people.includes(person) || who.roles.some(({ id }) => member.roles.includes(id))
}

/** Null where the channel says nothing. What cannot be read may have named a few: it opens to nobody else. */
async function ownSetting({ store }: Channels, id: ChannelId, name: 'managers' | 'speakers'): Promise<Who | null> {
  const channel = await findChannel(store.db, id)
  if (!channel) return null
  const isUnreadable = channel.refused.some((refused) => refused.name === name || refused.name === '')
  return isUnreadable ? ADMINS : (channel.settings[name] ?? null)
}
