import type { IncomingMessage, ServerResponse } from 'node:http'
import { type App, HTTPModuleFunctions, HTTPResponseAck, type Receiver, type Logger as SlackLogger } from '@slack/bolt'
import type { Logger } from 'pino'

/** Slack's own payloads stay far below this; the library's default is four times as much. */
const BODY_LIMIT = 1024 * 1024
/** The library takes requests that are at most this old, so a replay can come this late. */
const REPLAY_WINDOW_MS = 5 * 60_000
const REMEMBERED = 50_000

export type Refusal = 'forged' | 'stale' | 'oversized' | 'replayed' | 'malformed'

/** Answers a request. Why it was turned away; null: it was not. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<Refusal | null>

export type HttpConfig = {
  signingSecret: string
  log: Logger
  logger: SlackLogger
}

export type HttpReceiver = Receiver & {
  /** Slack's requests, all of them: events, commands, interactivity. */
  handle: Handle
}

const STATUS: Record<Refusal, number> = { forged: 401, stale: 401, oversized: 413, replayed: 200, malformed: 400 }

/** Events over HTTP, for those with a public address. Answered after the listener has stored them: Slack repeats what failed. */
export function createHttpReceiver({ signingSecret, log, logger }: HttpConfig): HttpReceiver {
  const seen = new Map<string, number>()
  let app: App

  function refuse(response: ServerResponse, why: Refusal): Refusal {
    log.warn({ why }, 'Slack request refused')
    HTTPModuleFunctions.buildNoBodyResponse(response, STATUS[why])
    return why
  }

  /** The signature covers the time, so the same signature is the same request. A retry of Slack's is signed anew. */
  function isReplay(request: IncomingMessage, now: number): boolean {
    for (const [signature, at] of seen) {
      if (at > now - REPLAY_WINDOW_MS && seen.size < REMEMBERED) break
      seen.delete(signature)
    }
    const signature = HTTPModuleFunctions.getHeader(request, 'x-slack-signature')
    const known = seen.has(signature)
    seen.set(signature, now)
    return known
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<Refusal | null> {
    const verified = await verify(request, signingSecret, logger)
    if (typeof verified === 'string') return refuse(response, verified)
    const { body } = verified
    if (body.ssl_check) HTTPModuleFunctions.buildSSLCheckResponse(response)
    else if (body.type === 'url_verification') HTTPModuleFunctions.buildUrlVerificationResponse(response, body)
    else if (isReplay(request, Date.now())) return refuse(response, 'replayed')
    else await process(verified, request, response)
    return null
  }

  async function process(verified: Verified, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isEvent = verified.body.type === 'event_callback'
    const ack = new HTTPResponseAck({
      logger,
      // An event is answered once it is stored; a person who waits, as soon as the listener says so.
      processBeforeResponse: isEvent,
      unhandledRequestHandler: () => HTTPModuleFunctions.buildNoBodyResponse(response, 404),
      httpRequest: verified.request,
      httpResponse: response,
    })
    try {
      await app.processEvent({ body: verified.body, ack: ack.bind() })
      if (isEvent) HTTPModuleFunctions.buildNoBodyResponse(response, 200)
    } catch (err) {
      log.error({ err }, 'Slack request not handled; Slack sends it again')
      seen.delete(HTTPModuleFunctions.getHeader(request, 'x-slack-signature'))
      if (!response.writableEnded) HTTPModuleFunctions.buildNoBodyResponse(response, 500)
    }
  }

  return {
    handle,
    init(given) {
      app = given
    },
    async start() {},
    async stop() {},
  }
}

type Verified = {
  request: Awaited<ReturnType<typeof HTTPModuleFunctions.bufferIncomingMessage>>
  body: Record<string, string>
}

async function verify(
  request: IncomingMessage,
  signingSecret: string,
  logger: SlackLogger,
): Promise<Verified | Refusal> {
  try {
    // The library refuses what is too old; what claims to come from the future, it takes.
    const at = Number(request.headers['x-slack-request-timestamp'])
    if (at * 1000 > Date.now() + REPLAY_WINDOW_MS) return 'stale'
    const buffered = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
      { signingSecret, logger, bodyLimit: BODY_LIMIT },
      request,
    )
    return { request: buffered, body: HTTPModuleFunctions.parseHTTPRequestBody(buffered) }
  } catch (error) {
    if (HTTPModuleFunctions.isRawBodyError(error)) return 'oversized'
    if (error instanceof SyntaxError) return 'malformed'
    return error instanceof Error && /request is stale/.test(error.message) ? 'stale' : 'forged'
  }
}
