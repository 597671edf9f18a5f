import { z } from 'zod'
import { channelsOpenTo, invitedTo, inviteToChannel, withdrawInvitation } from '../../access/invited-readers.ts'
import type { LetterLinks } from '../../access/reader-links.ts'
import { findChannel, findSubscribed, recordRemoval, setChannelState } from '../../channels/channels.ts'
import { type ChannelId, type PersonId, platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { type Button, lineOf, notice } from '../../core/message.ts'
import { DAY_MS, localDate, shortDay } from '../../core/schedule.ts'
import { asciiAddress } from '../../core/setting.ts'
import type { Store } from '../../db/open.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { countSince, isDelivery, planMessage } from '../../outbox/plan-deliveries.ts'
import { announceChange, notSubscribed, reply, showList } from '../replies.ts'
import type { Asker, CommandContext, RunAction, Verb } from '../verb.ts'

/** Without a limit the page would write to a whole list of strangers. */
const MAX_A_DAY = 100

export const email: Verb = {
  name: 'email',
  usage: 'email ADDRESS [weekly] [with this channel]',
  does: 'the papers by mail; `email readers` lists whom managers invited',
  cap: 'email',
  isHere: ({ letters }) => letters !== null,
  parse(rest) {
    if (/^readers$/i.test(rest.trim())) return ['readers']
    const [, to = '', rhythm, channel = ''] =
      /^(\S+)(?:\s+(daily|weekly))?(\s+with (?:this )?channel)?$/i.exec(rest.trim()) ?? []
    const { data } = mailAddress.safeParse(to)
    const usual = channel === '' ? 'daily' : 'weekly'
    return data === undefined ? null : [data, rhythm?.toLowerCase() ?? usual, channel.trim()]
  },
  async run(context, asked, [to = '', rhythm = 'daily', channel = '']) {
    const { store, letters, now, deliver } = context
    if (letters === null) return reply('Mail is off. The bot’s operator can turn it on with SMTP_URL.')
    if (to === 'readers') return showReaders(context, asked)
    if (channel !== '') return inviteWithChannel({ ...context, letters }, asked, to, rhythm)
    const { note } = await inviteReader({ store, letters, now }, to, rhythm)
    await deliver()
    return reply(note)
  },
}

const MANAGERS_ONLY = 'Letting others read this channel is for people who manage it.'

/** Invites an address to read what everybody in the channel may see, and says so there. */
async function inviteWithChannel(
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
  if (isNew) await announceChange(context, { what: 'reader', channel, message }, async () => {})
  else await deliver()
  return reply(`${note} \`/papers email readers\` lists who reads this channel.`, withdrawButton(channel, reader))
}

async function showReaders(context: CommandContext, { channel, person }: Asker): Promise<Reply> {
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

export const withdrawReaderAction: RunAction = async ({ store, mayManage }, { person, value }) => {
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
}

const withdrawButton = (channel: ChannelId, reader: ChannelId): Button => ({
  label: 'Withdraw',
  action: 'withdraw-reader',
  value: `${channel} ${reader}`,
})

const addressOf = (reader: ChannelId): string => reader.slice(reader.indexOf(':') + 1)

export const mailAddress = z.string().transform(asciiAddress).pipe(z.email().max(200).toLowerCase())

type Inviting = { store: Store; letters: LetterLinks; now: () => number }

/** What they are invited to read besides the papers, and by whom. */
type WithChannel = { channel: ChannelId; by: PersonId }

/** Asks a mailbox whether it wants letters, once a day. `note` is for the asker; `isRefused`: too many today. */
export async function inviteReader(
  { store, letters, now }: Inviting,
  to: string,
  rhythm: string,
  invited: WithChannel | null = null,
): Promise<{ note: string; isRefused: boolean }> {
  const place = letters.placeOf(to)
  const key = `${place}:invite:${invited ? `${invited.channel}:` : ''}${localDate('UTC', now())}`
  const isReader = invited
    ? (await channelsOpenTo(store.db, place)).includes(invited.channel)
    : (await findChannel(store.db, place))?.state === 'active'
  const asks = invited
    ? 'Your team wants you to get its papers by mail: once a week, with what it voted for and discussed.'
    : 'Somebody, probably you, asked for new papers by mail.'
  // As posting days; empty follows the environment.
  const days = rhythm === 'weekly' ? 'fri' : ''
  const message = {
    ...notice(`${asks} Press the button to confirm; without it nothing is sent.`),
    heading: 'Do you want papers by mail?',
    buttons: [{ label: 'Yes, send me papers', url: letters.confirm(to, days, invited?.channel ?? null) }],
  }
  const isRefused = await store.write(async (db) => {
    const isAsked = isReader || (await isDelivery(db, deliveryId(key)))
    if (!isAsked && (await countSince(db, `${platformOf(place)}:`, now() - DAY_MS)) >= MAX_A_DAY) return true
    if (invited) await inviteToChannel(db, { ...invited, reader: place, now: now() })
    if (!isAsked) await planMessage(db, { key, to: { channel: place }, message, now: now() })
    return false
  })
  if (isRefused) return { note: 'Too many mailboxes were asked today. Please try again tomorrow.', isRefused }
  // The same words for a reader and a stranger: nobody learns who reads.
  const note = `A letter to ${to} asks whether it is wanted there. Nothing else is sent before somebody says yes.`
  return { note, isRefused }
}

/** No more letters. A mailbox is a team of its own: its data is deleted after a while, as that of other teams. */
export async function stopLetters(store: Store, reader: ChannelId, reason: string): Promise<void> {
  await setChannelState(store.db, reader, 'left', reason)
  await recordRemoval(store.db, teamOf(reader), store.now())
}
