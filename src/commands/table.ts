import { forWhom, isAllowedThere } from '../access/verb-access.ts'
import type { Command, Reply } from '../core/chat.ts'
import { capOf, overCap } from './caps.ts'
import { helpText } from './help.ts'
import { email } from './personal/email.ts'
import { follow, unfollow } from './personal/follow.ts'
import { forget, privacy } from './personal/privacy.ts'
import { saved } from './personal/saved.ts'
import { web } from './personal/web.ts'
import { cite } from './reading/cite.ts'
import { search } from './reading/search.ts'
import { today } from './reading/today.ts'
import { top } from './reading/top.ts'
import { why } from './reading/why.ts'
import { pause, resume } from './settings/pause.ts'
import { settings } from './settings/settings.ts'
import { subscribe, unsubscribe } from './settings/subscribe.ts'
import { add } from './team/add.ts'
import { agenda } from './team/agenda.ts'
import { done } from './team/done.ts'
import { present } from './team/present.ts'
import { team } from './team/team.ts'
import { type CommandContext, reply, type Verb } from './verb.ts'

const help: Verb = {
  name: 'help',
  usage: 'help',
  does: 'this list',
  access: 'anyone',
  parse: (rest) => (rest === '' ? [] : null),
  run: async (context, asked) => reply(await helpText(context, asked, verbs)),
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
    if (!(await isAllowedThere(context, verb.access, { channel, person })))
      return reply(
        verb.access === 'anyone'
          ? `That is for ${forWhom.anyone}.`
          : `\`${verb.name}\` is for ${forWhom[verb.access]}. \`/papers search ${verb.name}\` searches for the word.`,
      )
    const over = await overCap(context, capOf(verb.name, args), { channel, person })
    return over === null ? verb.run(context, { channel, person }, args) : reply(over)
  }
}
