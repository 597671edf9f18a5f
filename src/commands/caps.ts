import { takeFromLimit } from '../access/rate-limits.ts'
import { type Access, forWhom, isAllowedThere } from '../access/who-may.ts'
import { platformOf, type Reply } from '../core/chat.ts'
import type { Button } from '../core/message.ts'
import { reply } from './replies.ts'
import type { Asker, CommandContext, Verb } from './verb.ts'

/**
 * What makes the bot say something for others to read, or write to somebody, and how often within an hour. `speakers`:
 * whether the setting of that name limits it; `set`: where strangers walk in, only once somebody has set it.
 */
type Cap = {
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

/** These only show something when nothing is said after them. */
const SHOWS_ALONE = new Set(['follow', 'agenda', 'settings', 'team'])

export const capOf = ({ name, cap }: Pick<Verb, 'name' | 'cap'>, [first = '']: string[]): CapName | null =>
  first === '' && SHOWS_ALONE.has(name) ? null : cap

const OFF = 'This works in channels whose managers have said who may: `/papers settings speakers everyone` allows it.'

/** Whether the channel lets this person make the bot speak in this way. */
export async function isSpeaker(
  { maySpeak, traitsOf }: Pick<CommandContext, 'maySpeak' | 'traitsOf'>,
  use: CapName | null,
  { channel, person }: Asker,
): Promise<boolean> {
  const { speakers }: Cap | { speakers: false } = use ? caps[use] : { speakers: false }
  return !speakers || maySpeak(channel, person, speakers === 'set' && traitsOf(platformOf(channel)).isOpen)
}

/** Takes one of what may be said; a sentence when there is none left just now, or for others alone. */
export async function overCap(
  context: Pick<CommandContext, 'store' | 'traitsOf' | 'maySpeak'>,
  use: CapName | null,
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

type GuardContext = Parameters<typeof isAllowedThere>[0] & Pick<CommandContext, 'store' | 'maySpeak' | 'join'>
type Guarded = { access?: Access; cap: CapName | null; refusal?: string }

/** The one guard of verbs, buttons and forms: why the asker may not, or not now; null when they may. */
export async function guard(
  context: GuardContext,
  asked: Asker,
  { access = 'anyone', cap, refusal = `That is for ${forWhom[access]}.` }: Guarded,
): Promise<Reply | null> {
  if (!(await isAllowedThere(context, access, asked))) return refuse(context, asked, refusal)
  const over = await overCap(context, cap, asked)
  return over === null ? null : reply(over)
}

/** Who asks in a channel sees it: where the platform knows nobody there, it is Paperboy that does not see it. */
export async function refuse(
  { maySee, join }: Pick<CommandContext, 'maySee' | 'join'>,
  asked: Asker,
  refusal: string,
  ...buttons: Button[]
): Promise<Reply> {
  const isSeen = await maySee(asked.channel, asked.person).catch(() => true)
  const problem = isSeen ? null : (await join(asked.channel)).problem
  return problem === null ? reply(refusal, ...buttons) : reply(problem)
}
