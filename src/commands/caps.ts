import { takeFromLimit } from '../access/rate-limits.ts'
import { platformOf } from '../core/chat.ts'
import type { Asker, CommandContext } from './verb.ts'

/**
 * What makes the bot say something for others to read, or write to somebody, and how often within an hour. `speakers`:
 * whether the setting of that name limits it; `set`: where strangers walk in, only once somebody has set it.
 */
export type Cap = {
  what: string
  who: string
  speakers: boolean | 'set'
  perPerson: number
  perChannel: number
}

const MANAGERS = 'who manages the channel'

/** The caps hold where strangers walk in; among colleagues nothing is capped. SECURITY.md shows this table. */
export const caps = {
  share: { what: '“Share here” below a search', who: 'anyone', speakers: true, perPerson: 3, perChannel: 10 },
  bring: { what: '“Bring one up” in a digest’s thread', who: 'anyone', speakers: true, perPerson: 5, perChannel: 20 },
  links: { what: 'a pasted link that gets a reply', who: 'anyone', speakers: true, perPerson: 3, perChannel: 10 },
  present: { what: '`present` and “I’ll present”', who: 'anyone', speakers: true, perPerson: 5, perChannel: 20 },
  // Whoever was asked may say no.
  decline: {
    what: '“I can’t”, and answers to a swap of talks',
    who: 'anyone',
    speakers: false,
    perPerson: 5,
    perChannel: 20,
  },
  report: {
    what: '“Wrong?”, which tells who looks after the bot',
    who: 'anyone',
    speakers: true,
    perPerson: 3,
    perChannel: 6,
  },
  email: { what: '`email`, which writes to a mailbox', who: 'anyone', speakers: true, perPerson: 2, perChannel: 10 },
  ask: { what: '`ask`, once `speakers` is set', who: 'anyone', speakers: 'set', perPerson: 10, perChannel: 60 },
  cite: { what: '`cite` and Cite, by direct message', who: 'anyone', speakers: true, perPerson: 10, perChannel: 60 },
  follow: { what: '`follow`, by direct message', who: 'anyone', speakers: true, perPerson: 10, perChannel: 60 },
  add: { what: '`add` and “Post it here”', who: MANAGERS, speakers: true, perPerson: 20, perChannel: 40 },
  keep: { what: '“Keep as note”', who: MANAGERS, speakers: true, perPerson: 30, perChannel: 60 },
  manage: {
    what: '`subscribe`, `settings`, `resume`, `team`, the agenda’s settings and changes, verdicts',
    who: MANAGERS,
    // Else nobody could put right what it says.
    speakers: false,
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
  'verb ask': 'ask',
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
  // The form is counted.
  'button question': null,
  'button answer': 'ask',
  'button share-answer': 'share',
  'button save': null,
  'button unsave': null,
  'button cite': 'cite',
  'button bring': 'bring',
  'button present': 'present',
  'button decline': 'decline',
  'button accept-swap': 'decline',
  'button refuse-swap': 'decline',
  'button swap': 'manage',
  'button drop': 'manage',
  'button offer': 'present',
  'button unoffer': null,
  'button done': null,
  'button add': 'add',
  'button remove-note': null,
  'button unfollow': null,
  'button watch': 'follow',
  'button forget': null,
  'button remember': null,
  'button more': null,
  // The verb itself is counted.
  'button ask': null,
  'button share': 'share',
  'button outside': null,
  'button home': null,
  'button settings-form': null,
  'button settings-again': null,
  'button settings-save': 'manage',
  'button settings-undo': 'manage',
  'button elsewhere': null,
  'button withdraw-key': null,
  'button withdraw-reader': null,
  'form settings': 'manage',
  'form elsewhere': 'manage',
  'form meeting': 'manage',
  'form verdict': 'manage',
  'form note': 'keep',
  'form wrong': 'report',
  'form question': 'ask',
}

/** These only show something when nothing is said after them. */
const SHOWS_ALONE = new Set(['follow', 'agenda', 'settings', 'team'])

export const capOf = (verb: string, [first = '']: string[]): CapName | null =>
  first === '' && SHOWS_ALONE.has(verb) ? null : (spends[`verb ${verb}`] ?? null)

const OFF = 'This works in channels whose managers have said who may: `/papers settings speakers everyone` allows it.'

type Use = CapName | null | undefined

/** Whether the channel lets this person make the bot speak in this way. */
export async function isSpeaker(
  { maySpeak, traitsOf }: Pick<CommandContext, 'maySpeak' | 'traitsOf'>,
  use: Use,
  { channel, person }: Asker,
): Promise<boolean> {
  const { speakers }: Cap | { speakers: false } = use ? caps[use] : { speakers: false }
  return !speakers || maySpeak(channel, person, speakers === 'set' && traitsOf(platformOf(channel)).isOpen)
}

/** Takes one of what may be said; a sentence when there is none left just now, or for others alone. */
export async function overCap(
  context: Pick<CommandContext, 'store' | 'traitsOf' | 'maySpeak'>,
  use: Use,
  { channel, person }: Asker,
): Promise<string | null> {
  if (!use) return null
  if (!(await isSpeaker(context, use, { channel, person })))
    // Without the setting everybody may do the rest.
    return (await context.maySpeak(channel, person))
      ? OFF
      : 'In this channel that is for people whom its managers named.'
  if (!context.traitsOf(platformOf(channel)).isOpen) return null
  const { perPerson, perChannel } = caps[use]
  const over = await takeFromLimit(context.store, { action: use, channel, person, perPerson, perChannel })
  if (over === null) return null
  return over === 'person'
    ? 'That was often, for an hour. Please try again later.'
    : 'That was done often in this channel within an hour. Please try again later.'
}
