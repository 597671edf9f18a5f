import { PermissionFlagsBits as Flag } from 'discord.js'
import type { Interactions } from './interactions.ts'
import { refuseMessage } from './payload.ts'
import { APPLICATION, BOT, type FakeChannel, type FakeFile, type FakeMessage, type State } from './state.ts'

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }
export type Call = { method: string; path: string; query: URLSearchParams; body: unknown; files: FakeFile[] }

const answer = (body: unknown, status = 200): Answer => ({ status, body })
/** Discord’s error bodies: a sentence and a number. */
export const refuse = (status: number, code: number, message: string, more: object = {}): Answer => ({
  status,
  body: { message, code, ...more },
})
const done: Answer = { status: 204 }

type Handler = (call: Call, ...params: string[]) => Answer

/** Discord’s REST, as far as Paperboy asks for it; anything else is a 404, as there. */
export function createRest(state: State, interactions: Interactions, gatewayUrl: () => object) {
  const nonces = new Map<string, { message: FakeMessage; at: number }>()
  const lastWrite = new Map<string, number>()

  const routes: [string, RegExp, Handler][] = [
    ['GET', /^\/users\/@me$/, () => answer({ id: BOT, username: 'Paperboy', bot: true })],
    ['GET', /^\/applications\/@me$/, () => answer({ id: APPLICATION, flags: 0 })],
    ['GET', /^\/gateway\/bot$/, () => answer(gatewayUrl())],
    ['GET', /^\/applications\/(\d+)\/commands$/, () => answer(state.commands)],
    ['PUT', /^\/applications\/(\d+)\/commands$/, putCommands],
    ['POST', /^\/users\/@me\/channels$/, openDirect],
    ['DELETE', /^\/users\/@me\/guilds\/(\d+)$/, leaveGuild],
    ['GET', /^\/guilds\/(\d+)$/, (_, id) => found(state.guilds.get(id ?? ''), 10004, 'Unknown Guild')],
    [
      'GET',
      /^\/guilds\/(\d+)\/members\/(\d+)$/,
      (_, guild, user) => found(state.members.get(`${guild}/${user}`), 10007, 'Unknown Member'),
    ],
    ['GET', /^\/channels\/(\d+)$/, (_, id) => inChannel(id, 0n, (channel) => answer(shownChannel(channel)))],
    ['PATCH', /^\/channels\/(\d+)$/, patchChannel],
    ['POST', /^\/channels\/(\d+)\/messages$/, createMessage],
    ['GET', /^\/channels\/(\d+)\/messages$/, listMessages],
    [
      'GET',
      /^\/channels\/(\d+)\/messages\/(\d+)$/,
      (_, id, message) => inMessage(id, message, (one) => answer(shownMessage(one))),
    ],
    ['PATCH', /^\/channels\/(\d+)\/messages\/(\d+)$/, editMessage],
    ['POST', /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/, openThread],
    ['PUT', /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)\/@me$/, addReaction],
    ['GET', /^\/channels\/(\d+)\/messages\/(\d+)\/reactions\/([^/]+)$/, listReactions],
    [
      'POST',
      /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
      ({ body }, id = '', token = '') => interactions.respond(id, token, body),
    ],
    ['POST', /^\/webhooks\/\d+\/([^/]+)$/, ({ body }, token = '') => interactions.followUp(token, body)],
    [
      'PATCH',
      /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      ({ body }, token = '') => interactions.editOriginal(token, body),
    ],
    [
      'DELETE',
      /^\/webhooks\/\d+\/([^/]+)\/messages\/@original$/,
      (_, token = '') => interactions.deleteOriginal(token),
    ],
  ]

  function inChannel(id: string | undefined, needed: bigint, work: (channel: FakeChannel) => Answer): Answer {
    const channel = state.channels.get(id ?? '')
    if (!channel) return refuse(404, 10003, 'Unknown Channel')
    const parent = channel.parent_id === null ? channel : (state.channels.get(channel.parent_id) ?? channel)
    const guild = channel.guild_id === null ? undefined : state.guilds.get(channel.guild_id)
    if (channel.guild_id !== null && !guild) return refuse(403, 50001, 'Missing Access')
    if ((parent.denied & Flag.ViewChannel) !== 0n) return refuse(403, 50001, 'Missing Access')
    if ((parent.denied & needed) !== 0n) return refuse(403, 50013, 'Missing Permissions')
    return work(channel)
  }

  const inMessage = (
    id: string | undefined,
    message: string | undefined,
    work: (message: FakeMessage) => Answer,
  ): Answer =>
    inChannel(id, 0n, (channel) => {
      const one = channel.messages.find((other) => other.id === message)
      return one ? work(one) : refuse(404, 10008, 'Unknown Message')
    })

  function createMessage({ body, files }: Call, id = ''): Answer {
    const isThread = state.channels.get(id)?.type === 11
    return inChannel(id, isThread ? Flag.SendMessagesInThreads : Flag.SendMessages, (channel) => {
      if (channel.recipient !== null && state.closed.has(channel.recipient))
        return refuse(403, 50007, 'Cannot send messages to this user')
      const refused = refuseMessage(
        body,
        files.map(({ name }) => name),
      )
      if (refused !== null) return refuse(400, 50035, `Invalid Form Body\n${refused}`)
      if (channel.locked) return refuse(403, 160005, 'This thread is locked')
      if (channel.archived) return refuse(400, 50083, 'Tried to perform an operation on an archived thread')
      const since = Date.now() - (lastWrite.get(id) ?? 0)
      if (since < channel.slowmode * 1000) {
        const seconds = channel.slowmode - since / 1000
        const refused = refuse(429, 20016, 'This action cannot be performed due to slowmode rate limit', {
          retry_after: seconds,
        })
        return { ...refused, headers: { 'retry-after': String(seconds), 'x-ratelimit-scope': 'user' } }
      }
      const { nonce, enforce_nonce, components, flags } = body as {
        nonce?: string
        enforce_nonce?: boolean
        components: unknown[]
        flags: number
      }
      const known = nonce === undefined ? undefined : nonces.get(`${id} ${nonce}`)
      if (known && enforce_nonce && Date.now() - known.at < state.nonceWindow)
        return answer(shownMessage(known.message))
      lastWrite.set(id, Date.now())
      const message: FakeMessage = {
        id: state.snowflake(),
        channel_id: id,
        author: { id: BOT },
        components,
        files,
        flags,
        sentAt: Date.now(),
        reactions: new Map(),
      }
      channel.messages.push(message)
      if (nonce !== undefined) nonces.set(`${id} ${nonce}`, { message, at: Date.now() })
      return answer(shownMessage(message))
    })
  }

  function listMessages({ query }: Call, id = ''): Answer {
    return inChannel(id, 0n, (channel) => {
      // Discord: without the permission, no messages rather than an error.
      if ((channel.denied & Flag.ReadMessageHistory) !== 0n) return answer([])
      const after = BigInt(query.get('after') ?? 0)
      const limit = Number(query.get('limit') ?? 50)
      if (limit < 1 || limit > 100) return refuse(400, 50035, 'Invalid Form Body')
      const later = channel.messages.filter((message) => BigInt(message.id) > after).slice(0, limit)
      return answer(later.toReversed().map(shownMessage))
    })
  }

  function editMessage({ body }: Call, id?: string, message?: string): Answer {
    return inMessage(id, message, (one) => {
      const refused = refuseMessage({ ...(body as object), flags: one.flags })
      if (refused !== null) return refuse(400, 50035, `Invalid Form Body\n${refused}`)
      one.components = (body as { components: unknown[] }).components
      return answer(shownMessage(one))
    })
  }

  function openThread({ body }: Call, id = '', message = ''): Answer {
    return inChannel(id, Flag.CreatePublicThreads, (channel) => {
      const { name } = body as { name?: string }
      if (typeof name !== 'string' || name.length < 1 || name.length > 100)
        return refuse(400, 50035, 'Invalid Form Body')
      if (!channel.messages.some((one) => one.id === message)) return refuse(404, 10008, 'Unknown Message')
      if (state.channels.has(message)) return refuse(400, 160004, 'A thread has already been created for this message')
      state.addChannel(message, channel.guild_id, { type: 11, name, parent_id: id })
      return answer({ id: message, name, type: 11, parent_id: id }, 201)
    })
  }

  function patchChannel({ body }: Call, id = ''): Answer {
    return inChannel(id, 0n, (channel) => {
      if (channel.locked) return refuse(403, 50013, 'Missing Permissions')
      Object.assign(channel, body)
      return answer(shownChannel(channel))
    })
  }

  function addReaction(_: Call, id?: string, message?: string, emoji = ''): Answer {
    return inChannel(id, Flag.AddReactions, () =>
      inMessage(id, message, (one) => {
        const key = decodeURIComponent(emoji)
        const all = one.reactions.get(key) ?? { normal: new Set(), burst: new Set() }
        if (!one.reactions.has(key) && one.reactions.size >= 20)
          return refuse(400, 30010, 'Maximum number of reactions reached (20)')
        all.normal.add(BOT)
        one.reactions.set(key, all)
        return done
      }),
    )
  }

  function listReactions({ query }: Call, id?: string, message?: string, emoji = ''): Answer {
    return inMessage(id, message, (one) => {
      const limit = Number(query.get('limit') ?? 25)
      if (limit < 1 || limit > 100) return refuse(400, 50035, 'Invalid Form Body')
      const all = one.reactions.get(decodeURIComponent(emoji))
      const who = [...((query.get('type') === '1' ? all?.burst : all?.normal) ?? [])].toSorted((a, b) =>
        Number(BigInt(a) - BigInt(b)),
      )
      const later = who.filter((user) => BigInt(user) > BigInt(query.get('after') ?? 0)).slice(0, limit)
      return answer(later.map((user) => ({ id: user, username: `user${user}`, ...(user === BOT && { bot: true }) })))
    })
  }

  function putCommands({ body }: Call): Answer {
    if (!Array.isArray(body)) return refuse(400, 50035, 'Invalid Form Body')
    state.commands = body.map((command: object, index) => ({
      id: String(index + 1),
      version: '1',
      nsfw: false,
      description: '',
      default_member_permissions: null,
      ...command,
    }))
    return answer(state.commands)
  }

  function leaveGuild(_: Call, id = ''): Answer {
    return state.guilds.delete(id) ? done : refuse(404, 10004, 'Unknown Guild')
  }

  function openDirect({ body }: Call): Answer {
    const { recipient_id: user } = body as { recipient_id: string }
    const id = `8${user}`
    const channel = state.channels.get(id) ?? state.addChannel(id, null, { recipient: user })
    return answer(shownChannel(channel))
  }

  return (call: Call): Answer => {
    for (const [method, path, handle] of routes) {
      const params = method === call.method ? path.exec(call.path) : null
      if (params) return handle(call, ...params.slice(1))
    }
    return refuse(404, 0, '404: Not Found')
  }
}

const found = (value: unknown, code: number, message: string): Answer =>
  value === undefined ? refuse(404, code, message) : answer(value)

const shownChannel = ({
  messages: _,
  denied,
  archived: __,
  locked: ___,
  recipient: ____,
  slowmode,
  ...channel
}: FakeChannel) => ({
  ...channel,
  rate_limit_per_user: slowmode,
  permission_overwrites: denied === 0n ? [] : [{ id: BOT, type: 1, allow: '0', deny: String(denied) }],
})

function shownMessage({ reactions, sentAt: _, files: __, ...message }: FakeMessage) {
  const shown = [...reactions].flatMap(([key, { normal, burst }]) => {
    const [name = '', id] = key.split(':')
    const count = normal.size + burst.size
    return count === 0
      ? []
      : [
          {
            emoji: { id: id ?? null, name },
            count,
            count_details: { normal: normal.size, burst: burst.size },
            me: normal.has(BOT),
          },
        ]
  })
  return { ...message, content: '', timestamp: new Date().toISOString(), ...(shown.length > 0 && { reactions: shown }) }
}
