import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { listen } from '../listen.ts'
import { refusalOfBlocks } from './blocks.ts'
import { fileMethods } from './files.ts'
import { createOAuthApp } from './oauth.ts'
import { SlackRefusal } from './refusal.ts'
import { createSockets, type Sockets } from './sockets.ts'
import { type Args, methods, requireSafeText } from './web-api.ts'
import { type Block, createWorkspace, type FakeWorkspace } from './workspace.ts'

/** What goes wrong with the next call: the server does as told, or not, and answers so. */
export type Fault =
  | { kind: 'drop'; done: boolean }
  | { kind: 'cut'; done: boolean }
  | { kind: 'stall'; done: boolean }
  | { kind: 'status'; status: number; done: boolean }
  | { kind: 'html' }
  | { kind: 'error'; error: string }
  | { kind: 'limited'; retryAfter: string | null }

export type Answered = {
  to: string
  response_type: string
  text: string
  blocks: Block[]
  replace_original: boolean
  /** By `performance.now()`. */
  at: number
}

export type FakeSlack = {
  /** For SLACK_API_URL. */
  url: string
  /** The one that is there from the start, and all of them. */
  workspace: FakeWorkspace
  workspaces: FakeWorkspace[]
  oauth: ReturnType<typeof createOAuthApp>
  sockets: Sockets
  /** Calls, oldest first, as `method`. */
  calls: { method: string; args: Args; at: number }[]
  /** What came in through response URLs. */
  answers: Answered[]
  /** What was refused because it was not well made: none of it is ever meant to happen. */
  invalidCalls: string[]
  /** The next call of the method goes wrong; null: one that does not. */
  failNext(method: string, ...faults: (Fault | null)[]): void
  /** As for an app outside of the Marketplace: channels and threads are read once in so many seconds (Slack’s: 60). */
  limitReads(seconds: number): void
  responseUrl(): string
  close(): Promise<void>
}

/** Slack's servers, small and strict: form-encoded bodies, its validation, its names of errors, its limits. */
export async function openFakeSlack(given: Partial<FakeWorkspace> = {}): Promise<FakeSlack> {
  const workspace = createWorkspace(given)
  const workspaces = [workspace]
  const oauth = createOAuthApp(workspaces)
  const calls: FakeSlack['calls'] = []
  const answers: Answered[] = []
  const invalidCalls: string[] = []
  const faults = new Map<string, (Fault | null)[]>()
  const uses = new Map<string, number>()
  const unlisted = createUnlistedLimit()
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      if (!response.headersSent) json(response, 500, { ok: false, error: error.message })
    })
  })
  const sockets = createSockets(server)
  const { url: origin, close } = await listen(server)

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const path = request.url ?? ''
    if (path.startsWith('/response/')) return receiveAnswer(path, await readText(request), response)
    if (path.startsWith('/upload/')) return receiveUpload(path, await readText(request), response)
    const method = path.replace('/api/', '')
    const args = readArgs(request, await readText(request))
    calls.push({ method, args, at: Date.now() })
    const fault = faults.get(method)?.shift()
    if (fault?.kind === 'error') return json(response, 200, { ok: false, error: fault.error })
    if (fault?.kind === 'html') return html(response)
    if (fault?.kind === 'limited') return limited(response, fault.retryAfter)
    const wait = unlisted.waitFor(method, args)
    if (wait > 0) return limited(response, String(wait))
    const result = fault && !fault.done ? null : call(method, args)
    const { scopes } = workspaces.find(({ botToken }) => botToken === args.token) ?? workspace
    if (!fault) return json(response, 200, result ?? {}, { 'x-oauth-scopes': [...scopes].join(',') })
    if (fault.kind === 'drop') return request.socket.destroy()
    if (fault.kind === 'status') return json(response, fault.status, { ok: false })
    if (fault.kind === 'stall') return
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 })
    response.write('{"ok":tr')
    setTimeout(() => request.socket.destroy(), 20)
  }

  function readArgs(request: IncomingMessage, body: string): Args {
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    if (body !== '' && !isForm) throw new SlackRefusal('invalid_post_type')
    const token = request.headers.authorization?.replace('Bearer ', '')
    return { ...Object.fromEntries(new URLSearchParams(body)), ...(token && { token }) }
  }

  function call(method: string, args: Args): Record<string, unknown> {
    try {
      if (method === 'apps.connections.open') return connect(args)
      if (method === 'oauth.v2.access') return { ok: true, ...oauth.access(args) }
      if (method === 'auth.revoke') return revoke(args)
      const workspace = workspaces.find(({ botToken }) => botToken !== '' && botToken === args.token)
      if (!workspace) throw new SlackRefusal(args.token ? (oauth.dead.get(args.token) ?? 'invalid_auth') : 'not_authed')
      const known = methods[method] ?? fileMethods(origin)[method]
      if (!known) throw new SlackRefusal('unknown_method')
      const missing = known.scopes.find((scope) => !workspace.scopes.has(scope))
      if (missing)
        return { ok: false, error: 'missing_scope', needed: missing, provided: [...workspace.scopes].join(',') }
      return { ok: true, ...known.call(workspace, args) }
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error
      if (INVALID_CALLS.has(error.message)) invalidCalls.push(`${method}: ${error.message} ${error.messages.join(' ')}`)
      return { ok: false, error: error.message, response_metadata: { messages: error.messages } }
    }
  }

  function revoke({ token = '' }: Args): Record<string, unknown> {
    oauth.dead.set(token, 'token_revoked')
    return { ok: true, revoked: true }
  }

  function connect({ token }: Args): Record<string, unknown> {
    if (token !== workspace.appToken) throw new SlackRefusal('invalid_auth')
    return { ok: true, url: `${origin.replace('http', 'ws')}/link?ticket=1` }
  }

  function receiveUpload(path: string, text: string, response: ServerResponse) {
    const [, , team, id] = path.split('/')
    const upload = workspaces.find((one) => one.team === team)?.uploads.find((one) => one.id === id)
    if (!upload) return json(response, 404, { ok: false })
    upload.text = text
    response.end('OK - uploaded')
  }

  /** A response URL works five times within half an hour. */
  function receiveAnswer(path: string, body: string, response: ServerResponse) {
    uses.set(path, (uses.get(path) ?? 0) + 1)
    if ((uses.get(path) ?? 0) > 5) return json(response, 404, { ok: false, error: 'used_url' })
    const { text = '', blocks = [], response_type = 'ephemeral', replace_original = false } = JSON.parse(body)
    const refusal = refusalOfBlocks(blocks)
    if (refusal) {
      invalidCalls.push(`response_url: ${refusal.messages.join(' ')}`)
      return json(response, 400, refusal)
    }
    requireSafeText(text)
    answers.push({ to: path, response_type, text, blocks, replace_original, at: performance.now() })
    response.end('ok')
  }

  return {
    url: `${origin}/api/`,
    workspace,
    workspaces,
    oauth,
    sockets,
    calls,
    answers,
    invalidCalls,
    failNext(method, ...more) {
      faults.set(method, [...(faults.get(method) ?? []), ...more])
    },
    limitReads: unlisted.limit,
    responseUrl: () => `${origin}/response/${crypto.randomUUID()}`,
    async close() {
      sockets.close()
      await close()
    },
  }
}

/** One request for each method and workspace; how many seconds the next has to wait. */
function createUnlistedLimit() {
  const freeAt = new Map<string, number>()
  let seconds = 0
  return {
    limit(every: number) {
      seconds = every
    },
    waitFor(method: string, { token }: Args): number {
      if (seconds === 0 || !/^conversations\.(history|replies)$/.test(method)) return 0
      const key = `${method} ${token}`
      const wait = Math.ceil(((freeAt.get(key) ?? 0) - performance.now()) / 1_000)
      if (wait <= 0) freeAt.set(key, performance.now() + seconds * 1_000)
      return Math.max(wait, 0)
    },
  }
}

const INVALID_CALLS = new Set([
  'invalid_blocks',
  'invalid_arguments',
  'invalid_name',
  'invalid_post_type',
  'exchanged_trigger_id',
  'fake_live_markup',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'not_found',
  'push_limit_reached',
  'unknown_method',
  'view_too_large',
])

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function html(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('<html><body>Sign in to the hotel network</body></html>')
}

function limited(response: ServerResponse, retryAfter: string | null): void {
  response.writeHead(429, retryAfter === null ? {} : { 'retry-after': retryAfter })
  response.end('{"ok":false,"error":"ratelimited"}')
}
