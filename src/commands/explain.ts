import type { Reply } from '../core/chat.ts'
import { type Button, type Message, messageOf } from '../core/message.ts'
import { nearestOf } from '../core/text/nearest.ts'
import { latestPapers } from '../digest/stored-digests.ts'
import { whichPaper } from './reading/find-paper.ts'
import { searchPageReply } from './reading/search.ts'
import { askButton, show } from './replies.ts'
import type { Asker, CommandContext, Verb } from './verb.ts'

/** What a text probably was meant to be; each of `meant` goes after `/papers`. */
export type Guess = { said: string; meant: string[] }

/** A verb that lacks its words, or whose words nearly fit; null: the text is a search. */
export function guessOfVerb(verb: Verb, rest: string): Guess | null {
  const near = rest === '' ? [] : (verb.near?.(rest) ?? null)
  return near && { said: describeUsage(verb), meant: near.map((words) => `${verb.name} ${words}`) }
}

/** How it is written, in place of a search for the verb's own name; one that names a paper offers today's. */
export async function explain(
  context: CommandContext,
  asked: Asker,
  { verb, guess, text }: { verb: Verb; guess: Guess; text: string },
): Promise<Reply> {
  const buttons = [...meantButtons(guess), askButton(`Search for “${text.slice(0, 40)}”`, `search ${text}`)]
  const choice =
    verb.choice && text.trim().toLowerCase() === verb.name ? await todaysPapers(context, asked, verb.choice) : {}
  return show(messageOf({ kind: 'notice', note: guess.said, ...choice, buttons }))
}

/** A search; where nothing is found as it was written, the first line says what may have been meant. */
export async function searchOrGuess(
  context: CommandContext,
  asked: Asker,
  { text, guess }: { text: string; guess: Guess | null },
): Promise<Reply> {
  const { message, found } = await searchPageReply(context, asked, text, 0)
  if (found === 'all' || guess === null) return show(message)
  // Some papers may be what was asked for, unless there is a better reading of it.
  if (found === 'some' && guess.meant.length === 0) return show(message)
  const note = [message.heading, message.note].filter(Boolean).join('\n')
  return show({ ...message, heading: guess.said, note, buttons: [...meantButtons(guess), ...message.buttons] })
}

/** What may have been meant by a text that finds nothing: a verb with other words, or one that is misspelt. */
export function guessOfText(verbs: Verb[], name: string, rest: string): Guess | null {
  const exact = verbs.find((verb) => verb.name === name.toLowerCase())
  if (exact) return { said: describeUsage(exact), meant: [] }
  const near = nearestOf(verbs.map((verb) => verb.name).filter(Boolean))(name)
  const verb = verbs.find((one) => one.name === near)
  const takesAnything = verb?.parse('any words at all') !== null
  if (!verb || (rest !== '' && (takesAnything || !verb.parse(rest)))) return null
  const meant = `${verb.name} ${rest}`.trim()
  return { said: `Did you mean \`/papers ${meant}\`?`, meant: [meant] }
}

const describeUsage = ({ usage, does }: Verb): string => `\`/papers ${usage}\`: ${does}.`

const meantButtons = ({ meant }: Guess): Button[] => meant.map((text) => askButton(`/papers ${text}`, text))

async function todaysPapers(context: CommandContext, { channel }: Asker, choice: string): Promise<Partial<Message>> {
  const latest = await latestPapers(context.store.db, channel)
  return latest ? { kind: 'list', cards: (await whichPaper(context, latest.papers, choice)).cards } : {}
}
