import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type App,
  HTTPModuleFunctions as Http,
  type Receiver,
  type ReceiverEvent,
  type Logger as SlackLogger,
} from '@slack/bolt'
import type { Logger } from 'pino'
import { createRecent } from '../../../src/core/recent.ts'
import { handshake, isKnownPayload } from '../interactions/payloads.ts'

/** Slack's own payloads stay far below this; the library's default is four times as much. */
const BODY_LIMIT = 1024 * 1024
/** The library takes requests that are at most this old, so a replay can come this late. */
const REPLAY_WINDOW_MS = 5 * 60_000
const REMEMBERED = 50_000

export type Refusal = 'forged' | 'stale' | 'oversized' | 'replayed' | 'malformed'

/** Answers a request. Why it was turned away; null: it was not. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<Refusal | null>

type HttpConfig = { signingSecret: string; log: Logger; logger: SlackLogger }

/** `handle` gets Slack's requests, all of them: events, commands, interactivity. */
type HttpReceiver = Receiver & { handle: Handle }

const STATUS: Record<Refusal, number> = { forged: 401, stale: 401, oversized: 413, replayed: 200, malformed: 400 }

/** Events over HTTP, at a public address. Answered after the listener has stored them: Slack repeats what failed. */
export function createHttpReceiver({ signingSecret, log, logger }: HttpConfig): HttpReceiver {
  const seen = createRecent<true>(REMEMBERED, REPLAY_WINDOW_MS)
  let app: App | null = null

  function refuse(response: ServerResponse, why: Refusal): Refusal {
    log.warn({ why }, 'Slack request refused')
    response.writeHead(STATUS[why], { 'content-type': 'text/plain' }).end(`This request is ${why}.\n`)
    return why
  }

  /** The signature covers the time, so the same signature is the same request. A retry of Slack's is signed anew. */
  function isReplay(signature: string): boolean {
    const isKnown = seen.get(signature) !== undefined
    seen.set(signature, true)
    return isKnown
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<Refusal | null> {
    const verified = await verify(request, signingSecret, logger)
    if ('refused' in verified) return refuse(response, verified.refused)
    const { body } = verified
    const { data: asked } = handshake.safeParse(body)
    if (asked?.type === 'url_verification') Http.buildUrlVerificationResponse(response, asked)
    else if (asked) {
      if (asked.type === 'app_rate_limited')
        log.warn('Slack leaves out events: there are more than it tells in an hour')
      Http.buildNoBodyResponse(response, 200)
    } else if (!isKnownPayload(body)) return refuse(response, 'malformed')
    else if (isReplay(signatureOf(request))) return refuse(response, 'replayed')
    else await process(body, request, response)
    return null
  }

  /** Bolt's own acknowledgement answers a second time after three seconds, which ends the process. */
  async function process(body: ReceiverEvent['body'], request: IncomingMessage, response: ServerResponse) {
    const isEvent = body.type === 'event_callback'
    try {
      if (!app) throw new Error('Slack is not connected yet.')
      await app.processEvent({
        body,
        async ack(answer) {
          // An event is answered once it is stored; a person who waits, as soon as the listener says so.
          if (!isEvent && !response.headersSent) Http.buildContentResponse(response, answer)
        },
      })
      if (!response.headersSent) Http.buildNoBodyResponse(response, isEvent ? 200 : 404)
    } catch (err) {
      log.error({ err }, 'Slack request not handled; Slack sends it again')
      seen.forget(signatureOf(request))
      if (!response.headersSent) Http.buildNoBodyResponse(response, 503)
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

const signatureOf = (request: IncomingMessage): string => Http.getHeader(request, 'x-slack-signature')

async function verify(
  request: IncomingMessage,
  signingSecret: string,
  logger: SlackLogger,
): Promise<{ body: unknown } | { refused: Refusal }> {
  try {
    // The library takes requests from the future, and its refusal of an old one has no code.
    const at = Number(request.headers['x-slack-request-timestamp'])
    if (Math.abs(Date.now() - at * 1000) > REPLAY_WINDOW_MS) return { refused: 'stale' }
    const buffered = await Http.parseAndVerifyHTTPRequest({ signingSecret, logger, bodyLimit: BODY_LIMIT }, request)
    return { body: Http.parseHTTPRequestBody(buffered) }
  } catch (error) {
    if (Http.isRawBodyError(error)) return { refused: 'oversized' }
    if (error instanceof SyntaxError) return { refused: 'malformed' }
    return { refused: 'forged' }
  }
}
