import type { ChannelId, Reply } from '../core/chat.ts'
import { askButton, pickChannelButton, reply } from './replies.ts'
import type { CommandContext } from './verb.ts'

/** What is about a channel cannot be done in a conversation with one person; some of it for a channel chosen there. */
export function inDirectMessages(
  { isTeamless }: Pick<CommandContext, 'isTeamless'>,
  channel: ChannelId,
  verb: string,
  isPickable = false,
): Reply {
  return reply(
    `\`${verb}\` is about a channel: type it there. ` +
      'Here you can search, `follow WORDS`, `cite`, and see what you `saved`.',
    ...(isPickable && !isTeamless(channel) ? [pickChannelButton(verb)] : []),
    askButton('My list', 'saved'),
    askButton('Help', 'help'),
  )
}
