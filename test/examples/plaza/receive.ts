import type { Logger } from 'pino'
import { z } from 'zod'
import { emojiOf } from '../../../adapters/shared/emoji.ts'
import type { Connection } from '../../../adapters/shared/network/reconnect.ts'
import { isSameSecret } from '../../../adapters/shared/network/requests.ts'
import { createRoute } from '../../../adapters/shared/network/route.ts'
import { openSocket } from '../../../adapters/shared/network/socket.ts'
import type { ChatHandlers } from '../../../src/core/chat.ts'
import type { Route } from '../../../src/core/setup.ts'
import { channelId, personId } from './ids.ts'
import { renderMessage, renderReply } from './render.ts'

const reaction = z.object({
  type: z.literal('reaction'),
  at: z.number(),
  change: z.enum(['added', 'removed']),
  post: z.string(),
  channel: z.string(),
  user: z.string(),
  name: z.string(),
})

export type Hearing = { url: string; self: string; core: ChatHandlers; log: Logger }

/** Opens the connection over which reactions are told. */
export const openEvents = ({ url, self, core, log }: Hearing): Promise<Connection> =>
  openSocket({
    label: 'Plaza',
    url,
    log,
    ping: { type: 'ping' },
    async hear(text) {
      const { data } = reaction.safeParse(JSON.parse(text))
      // The bot’s own reaction is no vote, nor is what answers a ping.
      if (!data || data.user === self) return
      const { at, change, post, channel, user, name } = data
      const told = { post: { channel: channelId(channel), id: post }, person: personId(user), emoji: emojiOf(name) }
      await core.onReaction({ ...told, change, at })
    },
  })

const sender = { secret: z.string(), channel: z.string(), user: z.string() }
const request = z.discriminatedUnion('kind', [
  z.object({ ...sender, kind: z.literal('command'), text: z.string() }),
  z.object({
    ...sender,
    kind: z.literal('button'),
    action: z.string(),
    value: z.string(),
    /** Null: the button stands in an answer. */
    post: z.string().nullable(),
  }),
])

/** Answers commands and buttons. */
export const createRequests = (secret: string, core: () => ChatHandlers | null): Route =>
  createRoute({
    shape: request,
    isGenuine: (asked) => isSameSecret(asked.secret, secret),
    core,
    answer,
    apologize: (message) => ({ ...renderMessage(message), to: 'asker' }),
  })

async function answer(asked: z.infer<typeof request>, core: ChatHandlers): Promise<object> {
  const [channel, person] = [channelId(asked.channel), personId(asked.user)]
  const post = asked.kind === 'button' && asked.post !== null ? { channel, id: asked.post } : null
  const reply =
    asked.kind === 'command'
      ? await core.onCommand({ channel, person, text: asked.text })
      : await core.onAction({ channel, person, action: asked.action, value: asked.value, post })
  if (reply === null) return {}
  return { ...renderReply(reply), to: 'message' in reply && reply.to === 'channel' ? 'channel' : 'asker' }
}
