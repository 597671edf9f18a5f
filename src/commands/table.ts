import { forWhom } from '../access/who-may.ts'
import { describeNextPost, findSubscribed } from '../channels/channels.ts'
import { DISCUSSED, emojiName, OFFER, SAVE } from '../channels/team-settings.ts'
import { type Command, type Reply, teamOf } from '../core/chat.ts'
import { type Button, type Card, headingLine, lineOf, messageOf } from '../core/message.ts'
import { nearestOf } from '../core/text/nearest.ts'
import { latestPapers } from '../digest/stored-digests.ts'
import { voteOf } from '../voting/voter-groups.ts'
import { capOf, guard } from './caps.ts'
import { email } from './personal/email.ts'
import { follow, unfollow } from './personal/follow.ts'
import { forget, privacy } from './personal/privacy.ts'
import { saved } from './personal/saved.ts'
import { web } from './personal/web.ts'
import { ask } from './reading/ask.ts'
import { cite } from './reading/cite.ts'
import { whichPaper } from './reading/find-paper.ts'
import { why } from './reading/paper.ts'
import { search, searchPageReply } from './reading/search.ts'
import { today, top } from './reading/today.ts'
import { askButton, inDirectMessages, reply, show } from './replies.ts'
import { settings } from './settings/settings.ts'
import { pause, resume, subscribe, unsubscribe } from './settings/subscribe.ts'
import { add } from './team/add.ts'
import { agenda } from './team/agenda.ts'
import { done, present } from './team/talks.ts'
import { team } from './team/team.ts'
import { type Asker, type CommandContext, isForOne, noArguments, offeredIn, type Verb } from './verb.ts'

const help: Verb = {
  name: 'help',
  usage: 'help',
  does: 'this list',
  cap: null,
  parse: noArguments,
  run: async (context, asked) => show(await helpMessage(context, asked, { whole: false })),
}

/** The one table that makes help, parsing, autocomplete and answers on every platform; managers have the last group. */
const groups: Record<string, Verb[]> = {
  Read: [search, today, top, why, ask, cite, web],
  'Vote and discuss': [add, agenda, present, done],
  Yours: [saved, follow, unfollow, email, privacy, forget],
  'This channel': [subscribe, unsubscribe, pause, resume, settings, team, help],
}

export const verbs = Object.values(groups).flat()

/** `fits`: it is the verb that was typed. `named`, `rest`: the verb that the first word names, and what follows. */
type ParsedCommand = { verb: Verb; args: string[]; fits: boolean; named: Verb | undefined; name: string; rest: string }

/** A verb acts only when the whole input fits its form; otherwise the whole text is a search. */
export function parseCommand(text: string): ParsedCommand {
  const [, name = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? []
  const named = verbs.find((verb) => verb.name === name.toLowerCase())
  const args = named?.parse(rest)
  if (named && args) return { verb: named, args, fits: true, named, name, rest }
  return { verb: search, args: [text.trim()], fits: false, named, name, rest }
}

export const createCommands =
  (context: CommandContext) =>
  async ({ channel, person, text, thread }: Command): Promise<Reply> => {
    const asked = { channel, person, thread }
    const { verb, args, fits, named, name: typed, rest } = parseCommand(text)
    const { name, access, isForChannel, isForTeams, isPickable } = verb
    if (isForChannel && context.isDirect(channel)) return inDirectMessages(context, channel, name, isPickable)
    if (isForTeams && fits && isForOne(context, channel))
      return reply(`\`${name}\` is for teams on a chat platform. Here you can search, \`cite\` and \`save\` papers.`)
    // Words that happen to be a verb can still be searched for.
    const instead = `\`/papers search ${name}\` searches for the word.`
    const guarded = access && { access, refusal: `\`${name}\` is for ${forWhom[access]}. ${instead}` }
    const refused = await guard(context, asked, { cap: capOf(verb, args), ...guarded })
    if (refused) return refused
    const answer = fits ? await verb.run(context, asked, args) : null
    if (answer) return answer
    const guess = !fits && named ? guessOfVerb(named, rest) : null
    if (named && guess) return explain(context, asked, named, guess, text.trim())
    const otherwise = named ? { said: describeUsage(named), meant: [] } : guessOfText(typed, rest)
    return searchOrGuess(context, asked, text.trim(), otherwise)
  }

/** What a text probably was meant to be; each of `meant` goes after `/papers`. */
type Guess = { said: string; meant: string[] }

/** A verb that lacks its words, or whose words nearly fit; null: the text is a search. */
function guessOfVerb(verb: Verb, rest: string): Guess | null {
  const near = rest === '' ? [] : (verb.near?.(rest) ?? null)
  return near && { said: describeUsage(verb), meant: near.map((words) => `${verb.name} ${words}`) }
}

function guessOfText(name: string, rest: string): Guess | null {
  const near = nearestOf(verbs.map((verb) => verb.name).filter(Boolean))(name)
  const verb = verbs.find((one) => one.name === near)
  const takesAnything = verb?.parse('any words at all') !== null
  if (!verb || (rest !== '' && (takesAnything || !verb.parse(rest)))) return null
  const meant = `${verb.name} ${rest}`.trim()
  return { said: `Did you mean \`/papers ${meant}\`?`, meant: [meant] }
}

/** How it is written, in place of a search for the verb's own name; one that names a paper offers today's. */
async function explain(
  context: CommandContext,
  asked: Asker,
  { name, choice }: Verb,
  { said, meant }: Guess,
  text: string,
): Promise<Reply> {
  const latest = choice && text.toLowerCase() === name ? await latestPapers(context.store.db, asked.channel) : null
  const cards = choice && latest ? (await whichPaper(context, latest.papers, choice)).cards : []
  const buttons = [...meantButtons(meant), askButton(`Search for “${text.slice(0, 40)}”`, `search ${text}`)]
  return show(messageOf({ kind: latest ? 'list' : 'notice', note: said, cards, buttons }))
}

/** A search; where nothing is found as it was written, the first line says what may have been meant. */
async function searchOrGuess(context: CommandContext, asked: Asker, text: string, guess: Guess | null): Promise<Reply> {
  const { message, found } = await searchPageReply(context, asked, text, 0)
  if (found === 'all' || guess === null) return show(message)
  // Some papers may be what was asked for, unless there is a better reading of it.
  if (found === 'some' && guess.meant.length === 0) return show(message)
  const note = [message.heading, message.note].filter(Boolean).join('\n')
  return show({ ...message, heading: guess.said, note, buttons: [...meantButtons(guess.meant), ...message.buttons] })
}

const describeUsage = ({ usage, does }: Verb): string => `\`/papers ${usage}\`: ${does}.`

const meantButtons = (meant: string[]): Button[] => meant.map((text) => askButton(`/papers ${text}`, text))

const NARROW =
  '"exact words" · -not · author:lecun · since:2w · /papers search top searches for a word that is a command'

/** What most people need, in as many lines as a phone shows. */
const FIRST = [search, today, top, saved, follow, agenda]

/** A line a verb: the usual ones, or all of them by group. */
export async function helpMessage(context: CommandContext, { channel: id }: Asker, asked: { whole: boolean }) {
  const { store, defaults, now } = context
  const whole = asked.whole || isForOne(context, id)
  const offered = offeredIn(context, id, verbs)
  const linesOf = (some: Verb[], shorten = (usage: string) => usage): Card[] =>
    some
      .filter((verb) => offered.includes(verb))
      .map(({ usage, does }) => {
        const typed = { text: `/papers ${shorten(usage)}`.trim(), strong: true }
        return { ...lineOf(''), title: [typed, { text: ` ${does}`, strong: false }] }
      })
  const all = Object.entries(groups).flatMap(([heading, some]) => {
    const lines = linesOf(some)
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
    cards: whole ? [...all, headingLine('Narrow a search'), lineOf(NARROW)] : first,
    note: [...(isForOne(context, id) ? [] : [reactions]), ...next].join('\n'),
    page: { from: 1, to: first.length, total: offered.length, cursor: whole ? null : 'help:0:' },
  })
}
