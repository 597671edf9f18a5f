import { forWhom } from '../access/who-may.ts'
import type { Command, Reply } from '../core/chat.ts'
import { capOf } from './caps.ts'
import { inDirectMessages } from './direct-messages.ts'
import { explain, guessOfText, guessOfVerb, searchOrGuess } from './explain.ts'
import { guard } from './guard.ts'
import { helpMessage } from './help.ts'
import { email } from './personal/email.ts'
import { follow, unfollow } from './personal/follow.ts'
import { forget, privacy } from './personal/privacy.ts'
import { saved } from './personal/saved.ts'
import { web } from './personal/web.ts'
import { ask } from './reading/ask.ts'
import { cite } from './reading/cite.ts'
import { search } from './reading/search.ts'
import { today } from './reading/today.ts'
import { top } from './reading/top.ts'
import { why } from './reading/why.ts'
import { reply, show } from './replies.ts'
import { pause, resume } from './settings/pause.ts'
import { settings } from './settings/settings.ts'
import { subscribe, unsubscribe } from './settings/subscribe.ts'
import { add } from './team/add.ts'
import { agenda } from './team/agenda.ts'
import { done } from './team/done.ts'
import { present } from './team/present.ts'
import { team } from './team/team.ts'
import { type CommandContext, isForOne, noArguments, type Verb } from './verb.ts'

const help: Verb = {
  name: 'help',
  usage: 'help',
  does: 'this list',
  access: 'anyone',
  parse: noArguments,
  run: async (context, asked) => show(await helpMessage(context, asked, verbs, { whole: false })),
}

/** The one table that makes help, parsing, autocomplete and answers for every platform. */
export const verbs: Verb[] = [
  search,
  today,
  top,
  why,
  ask,
  add,
  saved,
  agenda,
  present,
  done,
  follow,
  unfollow,
  email,
  web,
  cite,
  privacy,
  forget,
  subscribe,
  unsubscribe,
  pause,
  resume,
  settings,
  team,
  help,
]

/** `fits`: it is the verb that was typed. `name`, `rest`: the first word and what follows. */
type ParsedCommand = { verb: Verb; args: string[]; fits: boolean; name: string; rest: string }

/** A verb acts only when the whole input fits its form; otherwise the whole text is a search. */
export function parseCommand(text: string): ParsedCommand {
  const trimmed = text.trim()
  const [, name = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(trimmed) ?? []
  const verb = verbs.find((one) => one.name === name.toLowerCase())
  const args = verb?.parse(rest) ?? null
  return verb && args
    ? { verb, args, fits: true, name, rest }
    : { verb: search, args: [trimmed], fits: false, name, rest }
}

export const createCommands =
  (context: CommandContext) =>
  async ({ channel, person, text, thread }: Command): Promise<Reply> => {
    const asked = { channel, person, thread }
    const { verb, args, fits, name: typed, rest } = parseCommand(text)
    const { name, access } = verb
    // Words that happen to be a verb can still be searched for.
    const refusal = `\`${name}\` is for ${forWhom[access]}. \`/papers search ${name}\` searches for the word.`
    const guarded = { access, cap: capOf(name, args), ...(access !== 'anyone' && { refusal }) }
    if (verb.isForChannel && context.isDirect(channel)) return inDirectMessages(context, channel, name, verb.isPickable)
    if (verb.isForTeams && fits && isForOne(context, channel))
      return reply(`\`${name}\` is for teams on a chat platform. Here you can search, \`cite\` and \`save\` papers.`)
    const refused = await guard(context, asked, guarded)
    if (refused) return refused
    const answer = fits ? await verb.run(context, asked, args) : null
    if (answer) return answer
    const unfit = fits ? undefined : verbs.find((one) => one.name === typed.toLowerCase())
    const guess = unfit && guessOfVerb(unfit, rest)
    if (unfit && guess) return explain(context, asked, { verb: unfit, guess, text: text.trim() })
    return searchOrGuess(context, asked, { text: text.trim(), guess: guessOfText(verbs, typed, rest) })
  }
