import {
  type ChannelId,
  type ChatAdapter,
  type ChatHandlers,
  hasTeam,
  type Reply,
  type TeamId,
  teamOf,
} from './chat.ts'
import { notice } from './message.ts'

/** Whether this bot serves a team: `slack:T1`, `discord:G1`. */
export type MayServe = (team: TeamId) => boolean

/** What a team is told that ALLOWED_TEAMS does not name. */
export const NOT_SERVED =
  'This Paperboy serves only the teams that its operator listed, and this one is not among them.'

type IsServed = (channel: ChannelId) => boolean

/** The same platform for some of its teams: the others are told so. What belongs to no team is always served. */
export function serveOnly(
  adapter: ChatAdapter,
  mayServe: MayServe,
  { isTeamless }: { isTeamless: IsServed },
): ChatAdapter {
  const isServed = (channel: ChannelId) => !hasTeam(channel) || isTeamless(channel) || mayServe(teamOf(channel))
  return {
    ...adapter,
    start: (handlers) => adapter.start(hearOnly(handlers, isServed)),
    async send(delivery) {
      const isRefused = 'channel' in delivery.to && !isServed(delivery.to.channel)
      if (isRefused) return { kind: 'refused', reason: 'ALLOWED_TEAMS does not name this team', permanent: true }
      return adapter.send(delivery)
    },
  }
}

function hearOnly(handlers: ChatHandlers, isServed: IsServed): ChatHandlers {
  const answering =
    <Asked extends { channel: ChannelId }, Answer>(handle: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked): Promise<Answer | Reply> =>
      isServed(asked.channel) ? handle(asked) : { message: notice(NOT_SERVED), to: 'asker' }
  return {
    ...handlers,
    onCommand: answering(handlers.onCommand),
    onAction: answering(handlers.onAction),
    onForm: answering(handlers.onForm),
    onKeep: answering(handlers.onKeep),
    onSuggest: async (command) => (isServed(command.channel) ? handlers.onSuggest(command) : []),
    onPaperLink: async (link) => (isServed(link.channel) ? handlers.onPaperLink(link) : null),
    onReaction: async (reaction) => {
      if (isServed(reaction.post.channel)) await handlers.onReaction(reaction)
    },
  }
}
