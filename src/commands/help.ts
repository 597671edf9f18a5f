import { findSubscribed } from '../channels/channels.ts'
import { describeNextPost } from '../channels/next-post.ts'
import { DISCUSSED, emojiName, OFFER, SAVE } from '../channels/team-settings.ts'
import { teamOf } from '../core/chat.ts'
import { type Card, headingLine, lineOf, type Message, messageOf } from '../core/message.ts'
import { voteOf } from '../voting/voter-groups.ts'
import { type Asker, type CommandContext, isForOne, offeredIn, type Verb } from './verb.ts'

const NARROW =
  '"exact words" · -not · author:lecun · since:2w · /papers search top searches for a word that is a command'

/** What most people need, in as many lines as a phone shows. */
const FIRST = ['search', '', 'top', 'saved', 'follow', 'agenda']
/** Every verb, in the order that help lists them; the last group is for managers. */
export const HELP_GROUPS: Record<string, string[]> = {
  Read: ['search', '', 'top', 'why', 'ask', 'cite', 'web'],
  'Vote and discuss': ['add', 'agenda', 'present', 'done'],
  Yours: ['saved', 'follow', 'unfollow', 'email', 'privacy', 'forget'],
  'This channel': ['subscribe', 'unsubscribe', 'pause', 'resume', 'settings', 'team', 'help'],
}

/** A line a verb: the usual ones, or all of them by group. */
export async function helpMessage(
  context: CommandContext,
  { channel: id }: Asker,
  verbs: Verb[],
  asked: { whole: boolean },
): Promise<Message> {
  const { store, defaults, now } = context
  const whole = asked.whole || isForOne(context, id)
  const shown = new Map(offeredIn(context, id, verbs).map((verb) => [verb.name, verb]))
  const linesOf = (names: string[], shorten = (usage: string) => usage) =>
    names.flatMap((name) => verbLine(shown.get(name), shorten))
  const groups = Object.entries(HELP_GROUPS).flatMap(([heading, names]) => {
    const lines = linesOf(names)
    return lines.length === 0 ? [] : [headingLine(heading), ...lines]
  })
  // A phone has room for the verbs without what they may take.
  const first = linesOf(FIRST, (usage) => usage.replace(/ \[.*?\]/, ''))
  const channel = await findSubscribed(store.db, id)
  const next = channel ? [`Next post: ${describeNextPost(channel, defaults, now())}`] : []
  const vote = emojiName(await voteOf(store.db, teamOf(id)))
  const reactions = `${vote} discuss · ${SAVE} save · ${OFFER} I’ll present · ${DISCUSSED} discussed`
  return messageOf({
    kind: 'list',
    cards: whole ? [...groups, headingLine('Narrow a search'), lineOf(NARROW)] : first,
    note: [...(isForOne(context, id) ? [] : [reactions]), ...next].join('\n'),
    page: { from: 1, to: first.length, total: shown.size, cursor: whole ? null : 'help:0:' },
  })
}

const verbLine = (verb: Verb | undefined, shorten: (usage: string) => string): Card[] =>
  verb === undefined
    ? []
    : [
        {
          ...lineOf(''),
          title: [
            { text: `/papers ${shorten(verb.usage)}`.trim(), strong: true },
            { text: ` ${verb.does}`, strong: false },
          ],
        },
      ]
