import type { Command, Reply } from '../chat.ts'
import { forWhom, isAllowed } from './access.ts'
import { add } from './add.ts'
import { agenda } from './agenda.ts'
import { capOf, overCap } from './caps.ts'
import { cite } from './cite.ts'
import { done } from './done.ts'
import { email } from './email.ts'
import { follow, unfollow } from './follow.ts'
import { helpText } from './help.ts'
import { pause, resume } from './pause.ts'
import { present } from './present.ts'
import { forget, privacy } from './privacy.ts'
import { saved } from './saved.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { subscribe, unsubscribe } from './subscribe.ts'
import { team } from './team.ts'
import { today } from './today.ts'
import { top } from './top.ts'
import { type CommandContext, say, type Verb } from './verb.ts'
import { web } from './web.ts'
import { why } from './why.ts'

const help: Verb = {
  name: 'help',
  usage: 'help',
  does: 'this list',
  access: 'anyone',
  parse: (rest) => (rest === '' ? [] : null),
  run: async (context, asked) => say(await helpText(context, asked, verbs)),
}

/** The one table that makes help, parsing, autocomplete and answers for every platform. */
export const verbs: Verb[] = [
  search,
  today,
  top,
  why,
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

/** A verb acts only when the whole input fits its form; otherwise the whole text is a search. */
export function parseCommand(text: string): { verb: Verb; args: string[] } {
  const trimmed = text.trim()
  const [, name = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(trimmed) ?? []
  for (const verb of verbs) {
    const args = verb.name === name.toLowerCase() ? verb.parse(rest.trim()) : null
    if (args) return { verb, args }
  }
  return { verb: search, args: [trimmed] }
}

export function createCommands(context: CommandContext): (command: Command) => Promise<Reply> {
  return async ({ channel, person, text }) => {
    const { verb, args } = parseCommand(text)
    if (!(await isAllowed(context, verb.access, { channel, person })))
      return say(
        verb.access === 'anyone'
          ? `That is for ${forWhom.anyone}.`
          : `\`${verb.name}\` is for ${forWhom[verb.access]}. \`/papers search ${verb.name}\` searches for the word.`,
      )
    const over = await overCap(context, capOf(verb.name, args), { channel, person })
    return over === null ? verb.run(context, { channel, person }, args) : say(over)
  }
}
