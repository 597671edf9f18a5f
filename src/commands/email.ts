import { z } from 'zod'
import type { ChannelId } from '../chat.ts'
import { deliveryId } from '../delivery/delivery.ts'
import { localDate } from '../digest/schedule.ts'
import { notice } from '../message.ts'
import { findChannel } from '../store/channels.ts'
import { insertDeliveries, isDelivery } from '../store/deliveries.ts'
import type { Store } from '../store/open.ts'
import type { LetterLinks } from '../web/letter-links.ts'
import { say, type Verb } from './verb.ts'

/** How often letters come, as posting days; null follows the environment. */
const RHYTHMS = new Map([
  ['daily', ''],
  ['weekly', 'fri'],
])

const address = z.email().max(200).toLowerCase()

export const email: Verb = {
  name: 'email',
  usage: 'email ADDRESS [weekly]',
  does: 'the papers by mail',
  access: 'anyone',
  isHere: ({ letters }) => letters !== null,
  parse(rest) {
    const [to = '', rhythm = 'daily', ...more] = rest.split(/\s+/)
    return address.safeParse(to).success && RHYTHMS.has(rhythm) && more.length === 0 ? [to, rhythm] : null
  },
  async run({ store, letters, now, deliver }, _asked, [to = '', rhythm = 'daily']) {
    if (letters === null) return say('Mail is not set up here: whoever runs this bot sets SMTP_URL.')
    const answer = await inviteReader({ store, letters, now }, to, rhythm)
    await deliver()
    return say(answer)
  },
}

type Inviting = { store: Store; letters: LetterLinks; now: () => number }

/** Asks a mailbox whether it wants letters: at most one question a day, whoever asks. Returns what to say to whoever asked. */
export async function inviteReader({ store, letters, now }: Inviting, given: string, rhythm: string): Promise<string> {
  const to = address.parse(given)
  const place: ChannelId = `email:${to}`
  const key = `email:${to}:invite:${localDate('UTC', now())}`
  const isReader = (await findChannel(store.db, place))?.state === 'active'
  const message = {
    ...notice(
      'Somebody, probably you, asked for new papers by mail. Press the link to confirm; without it nothing is sent.',
    ),
    heading: 'Do you want papers by mail?',
    buttons: [{ label: 'Yes, send me papers', url: letters.confirm(to, RHYTHMS.get(rhythm) ?? '') }],
  }
  await store.write(async (db) => {
    if (isReader || (await isDelivery(db, deliveryId(key)))) return
    const delivery = { key, place, team: place, seq: now() * 1000, parent: null, plannedAt: now() }
    await insertDeliveries(db, [{ ...delivery, subject: { kind: 'said', message } }])
  })
  // The same words for a reader and a stranger: nobody learns who reads.
  return `A letter to ${to} asks whether it is wanted there. Nothing else is sent before somebody says yes.`
}
