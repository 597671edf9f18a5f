import { type ChannelId, type ChatAdapter, type ChatHandlers, isDirect, type Reply, teamOf } from './chat.ts'
import { notice } from './message.ts'

/** Whether this bot serves a team: `slack:T1`, `discord:G1`. */
export type MayServe = (team: string) => boolean

/** What a team is told that ALLOWED_TEAMS does not name. */
export const NOT_SERVED =
  'This Paperboy serves only the teams that whoever runs it has named, and this is none of them.'

/** A terminal and a mailbox are no teams, nor is a conversation with one person. */
const isServed = (mayServe: MayServe, channel: ChannelId): boolean =>
  isDirect(channel) || !channel.includes('/') || mayServe(teamOf(channel))

/** The same platform for some of its teams: the others are told so, and nothing of them is taken or sent. */
export function serveOnly(adapter: ChatAdapter, mayServe: MayServe): ChatAdapter {
  return {
    ...adapter,
    start: (handlers) => adapter.start(hearOnly(handlers, mayServe)),
    async send(delivery) {
      const isRefused = 'channel' in delivery.to && !isServed(mayServe, delivery.to.channel)
      if (isRefused) return { kind: 'refused', reason: 'ALLOWED_TEAMS does not name this team', permanent: true }
      return adapter.send(delivery)
    },
  }
}

function hearOnly(handlers: ChatHandlers, mayServe: MayServe): ChatHandlers {
  const answering =
    <Asked extends { channel: ChannelId }, Answer>(handle: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked): Promise<Answer | Reply> =>
      isServed(mayServe, asked.channel) ? handle(asked) : { message: notice(NOT_SERVED), to: 'asker' }
  return {
    ...handlers,
    onCommand: answering(handlers.onCommand),
    onAction: answering(handlers.onAction),
    onForm: answering(handlers.onForm),
    onKeep: answering(handlers.onKeep),
    onSuggest: async (command) => (isServed(mayServe, command.channel) ? handlers.onSuggest(command) : []),
    onPaperLink: async (link) => (isServed(mayServe, link.channel) ? handlers.onPaperLink(link) : null),
    onReaction: async (reaction) => {
      if (isServed(mayServe, reaction.post.channel)) await handlers.onReaction(reaction)
    },
  }
}
