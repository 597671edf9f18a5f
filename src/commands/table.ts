import { forWhom } from '../access/verb-access.ts'
import type { Command, Reply } from '../core/chat.ts'
import { capOf } from './caps.ts'
import { guard } from './guard.ts'
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
import { reply } from './replies.ts'
import { pause, resume } from './settings/pause.ts'
import { settings } from './settings/settings.ts'
import { subscribe, unsubscribe } from './settings/subscribe.ts'
import { add } from './team/add.ts'
import { agenda } from './team/agenda.ts'
import { done } from './team/done.ts'
import { present } from './team/present.ts'
import { team } from './team/team.ts'
import { type CommandContext, noArguments, type Verb } from './verb.ts'

const help: Verb = {
  name: 'help',
  usage: 'help',
  does: 'this list',
  access: 'anyone',
  parse: noArguments,
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

export const createCommands =
  (context: CommandContext) =>
  async ({ channel, person, text }: Command): Promise<Reply> => {
    const { verb, args } = parseCommand(text)
    const { name, access } = verb
    // Words that happen to be a verb can still be searched for.
    const refusal = `\`${name}\` is for ${forWhom[access]}. \`/papers search ${name}\` searches for the word.`
    const guarded = { access, cap: capOf(name, args), ...(access !== 'anyone' && { refusal }) }
    const asked = { channel, person }
    return (await guard(context, asked, guarded)) ?? verb.run(context, asked, args)
  }
