import { z } from 'zod'
import type { LetterLinks } from '../../access/letter-links.ts'
import { findChannel } from '../../channels/channels.ts'
import { platformOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { DAY_MS, localDate } from '../../core/schedule.ts'
import { asciiAddress } from '../../core/setting.ts'
import type { Store } from '../../db/open.ts'
import { deliveryId } from '../../outbox/delivery.ts'
import { countSince, isDelivery, planMessage } from '../../outbox/plan-deliveries.ts'
import { reply } from '../replies.ts'
import type { Verb } from '../verb.ts'

/** How often letters come, as posting days; null follows the environment. */
const FREQUENCIES = new Map([
  ['daily', ''],
  ['weekly', 'fri'],
])

/** Without a limit the page would write to a whole list of strangers. */
const MAX_A_DAY = 100

export const mailAddress = z.string().transform(asciiAddress).pipe(z.email().max(200).toLowerCase())

export const email: Verb = {
  name: 'email',
  usage: 'email ADDRESS [weekly]',
  does: 'the papers by mail',
  access: 'anyone',
  isForTeams: true,
  isHere: ({ letters }) => letters !== null,
  parse(rest) {
    const [to = '', rhythm = 'daily', ...more] = rest.split(/\s+/)
    const { data } = mailAddress.safeParse(to)
    return data !== undefined && FREQUENCIES.has(rhythm) && more.length === 0 ? [data, rhythm] : null
  },
  async run({ store, letters, now, deliver }, _asked, [to = '', rhythm = 'daily']) {
    if (letters === null) return reply('Mail is off. The bot’s operator can turn it on with SMTP_URL.')
    const { note } = await inviteReader({ store, letters, now }, to, rhythm)
    await deliver()
    return reply(note)
  },
}

type Inviting = { store: Store; letters: LetterLinks; now: () => number }

/** Asks a mailbox whether it wants letters, once a day. `note` is for the asker; `isRefused`: too many today. */
export async function inviteReader(
  { store, letters, now }: Inviting,
  to: string,
  rhythm: string,
): Promise<{ note: string; isRefused: boolean }> {
  const place = letters.placeOf(to)
  const key = `${place}:invite:${localDate('UTC', now())}`
  const isReader = (await findChannel(store.db, place))?.state === 'active'
  const message = {
    ...notice(
      'Somebody, probably you, asked for new papers by mail. Press the link to confirm; without it nothing is sent.',
    ),
    heading: 'Do you want papers by mail?',
    buttons: [{ label: 'Yes, send me papers', url: letters.confirm(to, FREQUENCIES.get(rhythm) ?? '') }],
  }
  const isRefused = await store.write(async (db) => {
    if (isReader || (await isDelivery(db, deliveryId(key)))) return false
    if ((await countSince(db, `${platformOf(place)}:`, now() - DAY_MS)) >= MAX_A_DAY) return true
    await planMessage(db, { key, to: { channel: place }, message, now: now() })
    return false
  })
  if (isRefused) return { note: 'Too many mailboxes were asked today. Please try again tomorrow.', isRefused }
  // The same words for a reader and a stranger: nobody learns who reads.
  const note = `A letter to ${to} asks whether it is wanted there. Nothing else is sent before somebody says yes.`
  return { note, isRefused }
}
