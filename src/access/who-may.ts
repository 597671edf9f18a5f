import { findChannel } from '../channels/channels.ts'
import { ADMINS, usualManagers, type Who } from '../channels/who.ts'
import { type ChannelId, type ChatAdapter, type Member, type PersonId, platformOf } from '../core/chat.ts'
import type { TraitsOf } from '../core/setup.ts'
import type { Store } from '../db/open.ts'

/** Whether somebody who sees a channel is among those whom a setting names. Admins always are: nobody is locked out. */
export function isAmong(who: Who, member: Member, person: PersonId): boolean {
  if (member.isAdmin) return true
  if (who === 'everyone') return member.isFull
  return who.people.includes(person) || who.roles.some(({ id }) => member.roles.includes(id))
}

type Platforms = { adapters: Map<string, ChatAdapter> }
type Channels = { store: Pick<Store, 'db'> }

/** What the platform says of a person in a channel; null: they do not see it. People of elsewhere see nothing. */
export async function findMember(
  { adapters }: Platforms,
  channel: ChannelId,
  person: PersonId,
): Promise<Member | null> {
  if (platformOf(channel) !== platformOf(person)) return null
  return (await adapters.get(platformOf(channel))?.access(channel, person)) ?? null
}

/** Whether this person may change this channel. */
export async function mayManage(
  context: Platforms & Channels & { traitsOf: TraitsOf },
  channel: ChannelId,
  person: PersonId,
): Promise<boolean> {
  const member = await findMember(context, channel, person)
  if (member === null) return false
  const traits = context.traitsOf(platformOf(channel))
  // Nobody else is in a conversation with one person.
  if (member.isAdmin || traits.isTeamless(channel)) return true
  const own = await ownSetting(context, channel, 'managers')
  return isAmong(own ?? usualManagers(traits), member, person)
}

/** Where strangers walk in, who manages a channel only because everyone does decides nothing for the whole team. */
export async function mayManageTeam(
  context: Platforms & Channels & { traitsOf: TraitsOf },
  channel: ChannelId,
  person: PersonId,
): Promise<boolean> {
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

/** Null where the channel says nothing. What cannot be read may have named a few: it opens to nobody else. */
async function ownSetting({ store }: Channels, id: ChannelId, name: 'managers' | 'speakers'): Promise<Who | null> {
  const channel = await findChannel(store.db, id)
  if (!channel) return null
  const isUnreadable = channel.refused.some((refused) => refused.name === name || refused.name === '')
  return isUnreadable ? ADMINS : (channel.settings[name] ?? null)
}
