import { z } from 'zod'
import { channelsOpenTo, inviteToChannel } from '../../access/invited-readers.ts'
import type { LetterLinks } from '../../access/reader-links.ts'
import { findChannel, setChannelState } from '../../channels/channels.ts'
import { recordRemoval } from '../../channels/removals.ts'
import { type ChannelId, type PersonId, platformOf, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { DAY_MS, localDate } from '../../core/schedule.ts'
import { asciiAddress } from '../../core/setting.ts'
import type { Store } from '../../db/open.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { countSince, isDelivery, planMessage } from '../../outbox/plan-deliveries.ts'

/** How often letters come, as posting days; null follows the environment. */
const FREQUENCIES = new Map([
  ['daily', ''],
  ['weekly', 'fri'],
])

/** Without a limit the page would write to a whole list of strangers. */
const MAX_A_DAY = 100

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
  const message = {
    ...notice(`${asks} Press the button to confirm; without it nothing is sent.`),
    heading: 'Do you want papers by mail?',
    buttons: [
      {
        label: 'Yes, send me papers',
        url: letters.confirm(to, FREQUENCIES.get(rhythm) ?? '', invited?.channel ?? null),
      },
    ],
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
