import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createAnsweringServer, listen } from '../listen.ts'
import { createGateway } from './gateway.ts'
import { createInteractions } from './interactions.ts'
import { type Answer, type Call, createRest, refuse } from './rest.ts'
import { createState, TOKEN } from './state.ts'

/** What goes wrong with a request: `after` means it was carried out, and the answer lost. */
export type Fault = {
  on: RegExp
  times?: number
  breaks?: 'before' | 'after' | 'stall' | 'cut'
  answer?: Answer
  html?: boolean
}

export type Request = { method: string; path: string; body: unknown; status: number }

/** Discord on a free port: REST, gateway and interactions, strict about what it takes. */
export async function startFakeDiscord() {
  const state = createState()
  const requests: Request[] = []
  const faults: Fault[] = []
  const buckets = new Map<string, { left: number; until: number }>()
  const server = createAnsweringServer(serve)
  let origin = ''
  const gateway = createGateway(server, state, () => origin.replace('http', 'ws'))
  const interactions = createInteractions(state, (name, data) => gateway.dispatch(name, data))
  const rest = createRest(state, interactions, gateway.info)
  const fake = {
    state,
    gateway,
    interactions,
    requests,
    faults,
    /** Messages a channel takes in five seconds. */
    burst: 5,
    url: '',
    apiUrl: '',
    /** Requests that count towards a block of the address. */
    invalid: () => requests.filter(({ status }) => [401, 403, 429].includes(status)).length,
    async close(): Promise<void> {
      gateway.close()
      await close()
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const method = request.method ?? 'GET'
    const path = url.pathname.replace(/^\/api\/v10/, '')
    const { body, files } = await readBody(request)
    const fault = faults.find(({ on, times }) => on.test(`${method} ${path}`) && times !== 0)
    if (fault?.times) fault.times -= 1
    if (fault?.breaks === 'stall') return
    if (fault?.breaks === 'before') return void response.destroy()
    const isPublic = /^\/(interactions|webhooks)\//.test(path)
    const call: Call = { method, path, query: url.searchParams, body, files }
    const answer = fault?.answer ?? (refuseCaller(request, isPublic) || limit(call) || rest(call))
    requests.push({ method, path, body, status: answer.status })
    if (fault?.breaks === 'after') return void response.destroy()
    const headers = {
      'content-type': fault?.html ? 'text/html' : 'application/json',
      ...answer.headers,
      ...(isPublic || fault?.answer ? {} : bucketHeaders(call)),
    }
    const text = answer.body === undefined ? '' : fault?.html ? '<html>' : JSON.stringify(answer.body)
    if (fault?.breaks !== 'cut')
      return void response.writeHead(answer.status, answer.status === 204 ? answer.headers : headers).end(text)
    response.writeHead(answer.status, { ...headers, 'content-length': text.length + 100 })
    response.write(text, () => response.destroy())
  }

  /** Five messages in five seconds and channel, with the headers that say so. */
  function limit(call: Call): Answer | null {
    if (!isPost(call)) return null
    const bucket = bucketOf(call.path)
    if (bucket.left > 0) {
      bucket.left -= 1
      return null
    }
    const seconds = Math.max((bucket.until - Date.now()) / 1000, 0.001)
    return {
      status: 429,
      headers: { 'retry-after': String(seconds), 'x-ratelimit-scope': 'user' },
      body: { message: 'You are being rate limited.', retry_after: seconds, global: false },
    }
  }

  function bucketOf(path: string): { left: number; until: number } {
    const known = buckets.get(path)
    if (known && known.until > Date.now()) return known
    const fresh = { left: fake.burst, until: Date.now() + 5_000 }
    buckets.set(path, fresh)
    return fresh
  }

  function bucketHeaders(call: Call): Record<string, string> {
    if (!isPost(call)) return {}
    const { left, until } = bucketOf(call.path)
    return {
      'x-ratelimit-bucket': 'create-message',
      'x-ratelimit-limit': String(fake.burst),
      'x-ratelimit-remaining': String(left),
      'x-ratelimit-reset-after': String(Math.max((until - Date.now()) / 1000, 0.001)),
    }
  }

  const { url, close } = await listen(server)
  origin = url
  fake.url = origin
  fake.apiUrl = `${origin}/api`
  return fake
}

export type FakeDiscord = Awaited<ReturnType<typeof startFakeDiscord>>

const isPost = ({ method, path }: Call): boolean => method === 'POST' && /^\/channels\/\d+\/messages$/.test(path)

function refuseCaller({ headers }: IncomingMessage, isPublic: boolean): Answer | null {
  // Cloudflare stands before Discord.
  if (!/^DiscordBot \(.+, .+\)/.test(headers['user-agent'] ?? '')) return refuse(403, 40333, 'internal network error')
  if (isPublic) return null
  return headers.authorization === `Bot ${TOKEN}` ? null : refuse(401, 0, '401: Unauthorized')
}

async function readBody(request: IncomingMessage): Promise<Pick<Call, 'body' | 'files'>> {
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(request as never, { headers: { 'content-type': type } }).formData()
    const parts = [...form].flatMap(([key, part]) => (key.startsWith('files[') && part instanceof File ? [part] : []))
    const files = await Promise.all(parts.map(async (part) => ({ name: part.name, text: await part.text() })))
    return { body: JSON.parse(String(form.get('payload_json'))), files }
  }
  const raw = await text(request)
  return { body: raw === '' ? undefined : JSON.parse(raw), files: [] }
}
