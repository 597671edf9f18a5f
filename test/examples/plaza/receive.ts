import type { Logger } from 'pino'
import { z } from 'zod'
import { emojiOf } from '../../../adapters/shared/emoji.ts'
import { apology } from '../../../adapters/shared/errors.ts'
import type { Connection } from '../../../adapters/shared/reconnect.ts'
import { isSameSecret } from '../../../adapters/shared/requests.ts'
import type { ChannelId, ChatHandlers, PersonId } from '../../../src/core/chat.ts'
import { readBody } from '../../../src/core/read-body.ts'
import type { Route } from '../../../src/core/setup.ts'
import { renderMessage, renderReply } from './render.ts'

export const channelId = (channel: string): ChannelId => `plaza:main/${channel}` as const
export const personId = (user: string): PersonId => `plaza:main/${user}` as const

const reaction = z.object({
  at: z.number(),
  change: z.enum(['added', 'removed']),
  post: z.string(),
  channel: z.string(),
  user: z.string(),
  name: z.string(),
})

type Core = () => ChatHandlers | null

/** Opens the connection over which reactions are told; resolves when it hears. */
export async function openEvents(url: string, self: string, core: Core, log: Logger): Promise<Connection> {
  const socket = new WebSocket(url)
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', () => reject(new Error('Plaza takes no connection')))
  })
  // One at a time: a reaction and its removal stay in order.
  let last = Promise.resolve()
  socket.addEventListener('message', ({ data }) => {
    last = last.then(() => hear(data)).catch((err: unknown) => log.warn({ err }, 'Plaza event not handled'))
  })

  async function hear(data: unknown): Promise<void> {
    const { at, change, post, channel, user, name } = reaction.parse(JSON.parse(String(data)))
    // The bot’s own reaction is no vote.
    if (user === self) return
    const asked = { post: { channel: channelId(channel), id: post }, person: personId(user) }
    await core()?.onReaction({ ...asked, emoji: emojiOf(name), change, at })
  }
  return { closed, close: () => socket.close() }
}

const MOST_BYTES = 100_000
const sender = { secret: z.string(), channel: z.string(), user: z.string() }
const command = z.object({ ...sender, kind: z.literal('command'), text: z.string() })
const press = z.object({
  ...sender,
  kind: z.literal('button'),
  action: z.string(),
  value: z.string(),
  post: z.string().nullable(),
})
const request = z.discriminatedUnion('kind', [command, press])

/** Answers Plaza’s requests: commands, and buttons. Nothing is believed before the secret is. */
export const createRoute =
  (secret: string, handlers: Core): Route =>
  async (incoming, response) => {
    const refuse = (status: number, why: string): string => {
      response.writeHead(status).end()
      return why
    }
    const body = await readBody(incoming, MOST_BYTES).catch(() => null)
    const asked = request.safeParse(parseJson(String(body)))
    if (!asked.success) return refuse(400, 'not a request of Plaza’s')
    if (!isSameSecret(asked.data.secret, secret)) return refuse(401, 'the secret is wrong')
    const core = handlers()
    if (core === null) return refuse(503, 'not started yet')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await answer(asked.data, core)))
    return null
  }

async function answer(asked: z.infer<typeof request>, core: ChatHandlers): Promise<object> {
  const [channel, person] = [channelId(asked.channel), personId(asked.user)]
  const post = asked.kind === 'button' && asked.post !== null ? { channel, id: asked.post } : null
  try {
    const reply =
      asked.kind === 'command'
        ? await core.onCommand({ channel, person, text: asked.text })
        : await core.onAction({ channel, person, action: asked.action, value: asked.value, post })
    if (reply === null) return {}
    return { ...renderReply(reply), to: 'message' in reply && reply.to === 'channel' ? 'channel' : 'asker' }
  } catch (error) {
    return { ...renderMessage(apology(error)), to: 'asker' }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
