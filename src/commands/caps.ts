import { takeFromLimit } from '../access/rate-limits.ts'
import { type ChannelId, type PersonId, platformOf } from '../core/chat.ts'
import type { CommandContext } from './verb.ts'

/** What makes the bot say something for others to read, or write to somebody, and how often within an hour. */
export type Cap = { what: string; who: string; perPerson: number; perChannel: number }

const MANAGERS = 'who manages the channel'

/** Where strangers walk in; among colleagues nothing is capped. SECURITY.md shows this table. */
export const caps = {
  share: { what: '“Share here” below a search', who: 'anyone', perPerson: 3, perChannel: 10 },
  bring: { what: '“Bring one up” in a digest’s thread', who: 'anyone', perPerson: 5, perChannel: 20 },
  links: { what: 'a pasted link that gets a reply', who: 'anyone', perPerson: 3, perChannel: 10 },
  present: { what: '`present`, “I’ll present” and “I can’t”', who: 'anyone', perPerson: 5, perChannel: 20 },
  report: { what: '“Wrong?”, which tells who looks after the bot', who: 'anyone', perPerson: 3, perChannel: 6 },
  email: { what: '`email`, which writes to a mailbox', who: 'anyone', perPerson: 2, perChannel: 10 },
  cite: { what: '`cite` and Cite, by direct message', who: 'anyone', perPerson: 10, perChannel: 60 },
  follow: { what: '`follow`, by direct message', who: 'anyone', perPerson: 10, perChannel: 60 },
  add: { what: '`add` and “Post it here”', who: MANAGERS, perPerson: 20, perChannel: 40 },
  keep: { what: '“Keep as note”', who: MANAGERS, perPerson: 30, perChannel: 60 },
  manage: {
    what: '`subscribe`, `settings`, `resume`, `team`, the agenda’s settings and changes, verdicts',
    who: MANAGERS,
    perPerson: 30,
    perChannel: 60,
  },
} satisfies Record<string, Cap>

export type CapName = keyof typeof caps

/** What each verb, button and form spends. What is missing here, a test finds; null says nothing to others. */
export const spends: Record<`${'verb' | 'button' | 'form'} ${string}`, CapName | null> = {
  'verb search': null,
  'verb ': null,
  'verb top': null,
  'verb why': null,
  'verb add': 'add',
  'verb saved': null,
  'verb agenda': 'manage',
  'verb present': 'present',
  'verb done': null,
  'verb follow': 'follow',
  'verb unfollow': null,
  'verb email': 'email',
  'verb web': null,
  'verb cite': 'cite',
  'verb privacy': null,
  'verb forget': null,
  'verb subscribe': 'manage',
  'verb unsubscribe': 'manage',
  'verb pause': 'manage',
  'verb resume': 'manage',
  'verb settings': 'manage',
  'verb team': 'manage',
  'verb help': null,
  'button abstract': null,
  'button wrong': null,
  'button similar': null,
  'button why': null,
  'button save': null,
  'button unsave': null,
  'button cite': 'cite',
  'button bring': 'bring',
  'button present': 'present',
  'button decline': 'present',
  'button swap': 'manage',
  'button drop': 'manage',
  'button unoffer': null,
  'button done': null,
  'button add': 'add',
  'button remove-note': null,
  'button unfollow': null,
  'button forget': null,
  'button remember': null,
  'button more': null,
  'button share': 'share',
  'button outside': null,
  'button home': null,
  'button settings-save': 'manage',
  'button settings-undo': 'manage',
  'button elsewhere': null,
  'button withdraw-key': null,
  'form settings': 'manage',
  'form elsewhere': 'manage',
  'form meeting': 'manage',
  'form verdict': 'manage',
  'form note': 'keep',
  'form wrong': 'report',
}

/** These only show something when nothing is said after them. */
const SHOWS_ALONE = new Set(['follow', 'agenda', 'settings', 'team'])

export const capOf = (verb: string, [first = '']: string[]): CapName | null =>
  first === '' && SHOWS_ALONE.has(verb) ? null : (spends[`verb ${verb}`] ?? null)

/** Takes one of what may be said; a sentence when there is none left just now. */
export async function overCap(
  { store, traitsOf }: Pick<CommandContext, 'store' | 'traitsOf'>,
  use: CapName | null | undefined,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Promise<string | null> {
  if (!use || !traitsOf(platformOf(channel)).isOpen) return null
  const over = await takeFromLimit(store, { action: use, channel, person, ...caps[use] })
  if (over === null) return null
  return over === 'person'
    ? 'That was often, for an hour. Please try again later.'
    : 'That was done often in this channel within an hour. Please try again later.'
}
