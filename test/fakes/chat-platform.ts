import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { listen } from './listen.ts'

export type ChatPlatformOptions = {
  /** Requests in any one second; more are refused with 429. Null: no limit. */
  perSecond: number | null
  /**
   * For so many milliseconds a second message with the nonce of a first one is that first one. 0: it knows no nonce.
   */
  nonceMs: number
  /** A post is in the history so many milliseconds after it was accepted. */
  visibleAfterMs: number
  /** On the way there, and again on the way back. */
  latencyMs: number
  /** How the next request goes wrong; null: it does not. */
  nextFault(): Fault | null
}

/**
 * What a platform, or the network before it, does to a request. `accepted` says whether the message is posted
 * nevertheless; `late` that it
 * is posted only after a while, whether or not somebody still waits.
 */
export type Fault = {
  answer: 'none' | 'html' | 'error' | 'nonsense' | 'limited' | 'refused'
  accepted: boolean
  late: boolean
}

/** What it says is checked, and not kept: a platform that is full of text stands still for its garbage. */
export type Post = {
  delivery: string
  place: string
  thread: string | null
  ref: string
  at: number
  seeds: Set<string>
}

const LATE_MS = 300
const HISTORY = 100

const Sent = z.strictObject({
  delivery: z.string().length(24),
  place: z.string().startsWith('slack:').or(z.string().startsWith('discord:')),
  thread: z.string().nullable(),
  text: z.string().min(1),
})

const Seeding = z.strictObject({ ref: z.string(), emoji: z.string() })

/** A strict chat platform over HTTP: what it accepted is what people would see, whatever it answered. */
export async function startChatPlatform(options: ChatPlatformOptions) {
  const posts: Post[] = []
  const byPlace = new Map<string, Post[]>()
  const byDelivery = new Map<string, Post>()
  const recent: number[] = []
  let rejected = 0
  let requests = 0

  function isTooFast(): boolean {
    const now = performance.now()
    if (options.perSecond === null) return false
    while ((recent[0] ?? now) <= now - 1000) recent.shift()
    if (recent.length >= options.perSecond) return true
    recent.push(now)
    return false
  }

  const travel = async () => {
    if (options.latencyMs > 0) await sleep(options.latencyMs)
  }

  function accept(sent: z.output<typeof Sent>): Post {
    const { delivery, place, thread } = sent
    const first = byDelivery.get(delivery)
    if (first && Date.now() - first.at < options.nonceMs) return first
    const post = { delivery, place, thread, ref: String(posts.length + 1), at: Date.now(), seeds: new Set<string>() }
    posts.push(post)
    byDelivery.set(post.delivery, post)
    const lane = byPlace.get(post.place) ?? []
    lane.push(post)
    byPlace.set(post.place, lane)
    return post
  }

  const isPosted = (ref: string, place: string) => byPlace.get(place)?.some((post) => post.ref === ref) ?? false

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1
    const tooFast = isTooFast()
    const body = await read(request)
    await travel()
    if (tooFast) {
      rejected += 1
      return limited(response)
    }
    const fault = options.nextFault()
    if (request.method === 'GET') return history(new URL(request.url ?? '', 'http://localhost'), fault, response)
    if (request.method === 'PUT') return react(Seeding.parse(JSON.parse(body)), fault, response)
    const sent = Sent.safeParse(JSON.parse(body))
    if (!sent.success) return json(response, 400, { ok: false, error: z.prettifyError(sent.error) })
    if (sent.data.thread !== null && !isPosted(sent.data.thread, sent.data.place))
      return json(response, 400, { ok: false, error: 'thread_not_found' })
    if (fault?.late) await sleep(LATE_MS)
    const post = !fault || fault.accepted ? accept(sent.data) : null
    await travel()
    if (fault) return fail(fault, response)
    json(response, 200, { ok: true, ref: post?.ref })
  }

  async function react(
    { ref, emoji }: z.output<typeof Seeding>,
    fault: Fault | null,
    response: ServerResponse,
  ): Promise<void> {
    if (fault?.late) await sleep(LATE_MS)
    if (!fault || fault.accepted) posts[Number(ref) - 1]?.seeds.add(emoji)
    if (fault) return fail(fault, response)
    json(response, 200, { ok: true, emoji })
  }

  async function history(url: URL, fault: Fault | null, response: ServerResponse): Promise<void> {
    if (fault?.late) await sleep(LATE_MS)
    if (fault) return fail(fault, response)
    const place = url.searchParams.get('place') ?? ''
    const visible = (byPlace.get(place) ?? []).filter(({ at }) => at <= Date.now() - options.visibleAfterMs)
    json(response, 200, { ok: true, posts: visible.slice(-HISTORY).map(({ delivery, ref }) => ({ delivery, ref })) })
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 60_000
  const { url, close } = await listen(server)
  return {
    url,
    /** In the order people see them. */
    posts,
    requests: () => requests,
    rejected: () => rejected,
    close,
  }
}

function fail({ answer }: Fault, response: ServerResponse): void {
  if (answer === 'none') response.destroy()
  else if (answer === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Please log in</h1>')
  else if (answer === 'error') json(response, 502, { ok: false, error: 'bad_gateway' })
  else if (answer === 'nonsense') json(response, 200, { ok: true })
  else if (answer === 'limited') limited(response)
  else json(response, 200, { ok: false, error: 'not_now' })
}

const limited = (response: ServerResponse): void =>
  json(response.setHeader('retry-after', '0.2'), 429, { ok: false, error: 'ratelimited' })

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
