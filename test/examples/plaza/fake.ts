import type { IncomingMessage, ServerResponse } from 'node:http'
import { json as readJson } from 'node:stream/consumers'
import { type WebSocket, WebSocketServer } from 'ws'
import { createAnsweringServer, listen } from '../../fakes/listen.ts'

export const TOKEN = 'plaza-token'
export const SECRET = 'plaza-secret'
const BOT = 'bot'

type Button = { label: string; action: string; value: string }
type Body = { channel: string; thread: string | null; key: string; text: string; buttons: Button[]; user: string }
export type FakePost = Omit<Body, 'user'> & { id: string; reactions: { user: string; name: string }[] }
type Answer = { status: number; body: object }

/** Plaza, small and strict: it refuses what it would refuse, and names what it does not know. */
export async function startFakePlaza() {
  const posts: FakePost[] = []
  const channels = new Set(['papers'])
  const members: Record<string, string> = { ada: 'owner', bob: 'member', cleo: 'guest' }
  let nextFault: 'broken' | 'busy' | null = null
  let isDown = false
  let token = TOKEN
  let refusals = 0

  const postOf = (id = ''): FakePost | undefined => posts.find((post) => post.id === id)

  function createPost({ channel, thread, key, text, buttons }: Body): Answer {
    if (!channels.has(channel) || (thread !== null && !postOf(thread))) return NOT_FOUND
    const mentioned = [...text.matchAll(/(?<!\\)@(\w*)/g)].map(([, user = '']) => user)
    if (text === '' || mentioned.some((user) => !(user in members))) return { status: 400, body: {} }
    const post = { id: String(posts.length + 1), channel, thread, key, text, buttons, reactions: [] }
    posts.push(post)
    return ok({ id: post.id })
  }

  function editPost(post: FakePost, { text, buttons }: Body): Answer {
    Object.assign(post, { text, buttons })
    return ok({})
  }

  function openDirect(user: string): Answer {
    if (!(user in members)) return NOT_FOUND
    channels.add(`dm-${user}`)
    return ok({ id: `dm-${user}` })
  }

  function change({ reactions }: FakePost, user: string, name: string, to: 'added' | 'removed'): Answer {
    const index = reactions.findIndex((one) => one.user === user && one.name === name)
    if (index >= 0) reactions.splice(index, 1)
    if (to === 'added') reactions.push({ user, name })
    return ok({})
  }

  function route(method: string, path: string, body: Body): Answer {
    const [, , collection, id = '', part, last = ''] = path.split('/')
    const post = postOf(id)
    const asked = `${method} ${collection}${part ? `/${part}` : ''}`
    if (asked === 'GET me') return ok({ id: BOT })
    if (asked === 'POST direct') return openDirect(body.user)
    if (asked === 'POST posts') return createPost(body)
    if (asked === 'GET channels') return channels.has(id) ? ok({ id, name: id }) : NOT_FOUND
    if (asked === 'GET channels/posts')
      return channels.has(id) ? ok(posts.filter((one) => one.channel === id)) : NOT_FOUND
    if (asked === 'GET channels/members') return members[last] ? ok({ role: members[last] }) : NOT_FOUND
    if (!post) return NOT_FOUND
    if (asked === 'PUT posts') return editPost(post, body)
    if (asked === 'PUT posts/reactions')
      return /^[a-z0-9_+]+$/.test(last) ? change(post, BOT, last, 'added') : NOT_FOUND
    return asked === 'GET posts/reactions' ? ok(post.reactions) : NOT_FOUND
  }

  function refusal({ headers }: IncomingMessage, fault: 'broken' | 'busy' | null): Answer | null {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401, body: {} }
    if (isDown) return { status: 503, body: {} }
    if (fault === null) return null
    return { status: fault === 'busy' ? 429 : 500, body: {} }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://plaza')
    const method = request.method ?? 'GET'
    const body = method === 'GET' ? {} : await readJson(request)
    const fault = method === 'POST' && pathname === '/api/posts' ? nextFault : null
    if (fault) nextFault = null
    const { status, body: answer } = refusal(request, fault) ?? route(method, pathname, body as Body)
    if (status === 401) refusals += 1
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '3' }).end(JSON.stringify(answer))
  }

  const server = createAnsweringServer(serve)
  const sockets = new WebSocketServer({ server, path: '/api/events' })
  sockets.on('connection', (socket: WebSocket, { url = '' }) => {
    if (!url.endsWith(`token=${TOKEN}`)) return socket.close()
    socket.on('message', () => socket.send(JSON.stringify({ type: 'pong' })))
  })
  const { url, close } = await listen(server)
  return {
    url,
    posts,
    postOf,
    failNext: (how: 'broken' | 'busy') => {
      nextFault = how
    },
    goDown: () => {
      isDown = true
    },
    refuseToken: () => {
      token = 'another'
      return () => refusals
    },
    /** Somebody reacts, and whoever listens is told. */
    react(post: FakePost, user: string, name: string, to: 'added' | 'removed'): void {
      change(post, user, name, to)
      const told = { at: Date.now(), change: to, post: post.id, channel: post.channel, user, name }
      for (const socket of sockets.clients) socket.send(JSON.stringify({ type: 'reaction', ...told }))
    },
    cut: () => {
      for (const socket of sockets.clients) socket.terminate()
    },
    isHeard: () => [...sockets.clients].some(({ readyState }) => readyState === 1),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await close()
    },
  }
}

const NOT_FOUND: Answer = { status: 404, body: {} }
const ok = (body: object): Answer => ({ status: 200, body })
