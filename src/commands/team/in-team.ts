import { reply } from '../replies.ts'
import type { Verb } from '../verb.ts'

/** For verbs about a team's reading group: a conversation with one person has none. */
export const inTeam =
  (run: Verb['run']): Verb['run'] =>
  async (context, asked, args) =>
    context.isTeamless(asked.channel)
      ? reply('Ask in a channel of your server: each has its own reading group.')
      : run(context, asked, args)
