import { channelsOpenTo, invitedTo, withdrawInvitation } from '../../access/invited-readers.ts'
import type { LetterLinks } from '../../access/reader-links.ts'
import { findChannel, findSubscribed } from '../../channels/channels.ts'
import type { ChannelId, Reply } from '../../core/chat.ts'
import { type Button, lineOf, notice } from '../../core/message.ts'
import { localDate, shortDay } from '../../core/schedule.ts'
import { announce } from '../announce.ts'
import { notSubscribed, reply, showList } from '../replies.ts'
import type { ActionVerb, Asker, CommandContext } from '../verb.ts'
import { inviteReader, stopLetters } from './mailbox.ts'

const MANAGERS_ONLY = 'Letting others read this channel is for people who manage it.'

/** Invites an address to read what everybody in the channel may see, and says so there. */
export async function inviteWithChannel(
  context: CommandContext & { letters: LetterLinks },
  { channel, person }: Asker,
  to: string,
  rhythm: string,
): Promise<Reply> {
  const { store, letters, now, deliver } = context
  if (!(await context.mayManage(channel, person))) return reply(MANAGERS_ONLY)
  if (context.isDirect(channel) || !(await findSubscribed(store.db, channel))) return notSubscribed()
  const reader = letters.placeOf(to)
  const isNew = !(await invitedTo(store.db, channel)).some((one) => one.reader === reader)
  const { note, isRefused } = await inviteReader({ store, letters, now }, to, rhythm, { channel, by: person })
  if (isRefused) return reply(note)
  const said = `Invited to read this channel by mail and in the archive: ${to}.`
  const message = { ...notice(said), buttons: [withdrawButton(channel, reader)] }
  if (isNew) await store.write((db) => announce(context, db, { what: 'reader', channel, message }))
  await deliver()
  return reply(`${note} \`/papers email readers\` lists who reads this channel.`, withdrawButton(channel, reader))
}

/** Who reads the channel by mail, for those who manage it. */
export async function showReaders(context: CommandContext, { channel, person }: Asker): Promise<Reply> {
  const { store, now } = context
  if (!(await context.mayManage(channel, person))) return reply(MANAGERS_ONLY)
  const today = localDate('UTC', now())
  const day = (at: number) => shortDay(localDate('UTC', Number(at)), today)
  const readers = await invitedTo(store.db, channel)
  return showList({
    heading: 'Readers of this channel by mail',
    cards: readers.map(({ reader, invitedAt, acceptedAt }) => ({
      ...lineOf(addressOf(reader)),
      facts: [acceptedAt === null ? `invited ${day(invitedAt)}, not confirmed yet` : `since ${day(acceptedAt)}`],
      buttons: [withdrawButton(channel, reader)],
    })),
    note:
      readers.length === 0
        ? 'Nobody reads this channel by mail. `/papers email ADDRESS with this channel` invites somebody.'
        : 'They see what everybody in this channel may see, in a weekly letter and the archive.',
  })
}

export const withdrawReaderAction: ActionVerb = {
  name: 'withdraw-reader',
  access: 'anyone',
  async run({ store, mayManage }, { person, value }) {
    const [channel = '', reader = ''] = value.split(' ') as [ChannelId?, ChannelId?]
    if (channel === '' || reader === '' || !(await mayManage(channel, person))) return reply(MANAGERS_ONLY)
    const invited = (await invitedTo(store.db, channel)).find((one) => one.reader === reader)
    if (!invited) return reply('That invitation is withdrawn already.')
    await withdrawInvitation(store.db, channel, reader)
    // Who came by the invitation alone gets no more letters; others go on with what is public.
    const mailbox = await findChannel(store.db, reader)
    const isOnlyInvited = mailbox !== null && mailbox.createdAt === invited.acceptedAt
    if (isOnlyInvited && (await channelsOpenTo(store.db, reader)).length === 0)
      await stopLetters(store, reader, 'a manager of the channel withdrew the invitation')
    return reply(`Withdrawn: ${addressOf(reader)} no longer reads this channel.`)
  },
}

const withdrawButton = (channel: ChannelId, reader: ChannelId): Button => ({
  label: 'Withdraw',
  action: 'withdraw-reader',
  value: `${channel} ${reader}`,
})

const addressOf = (reader: ChannelId): string => reader.slice(reader.indexOf(':') + 1)
