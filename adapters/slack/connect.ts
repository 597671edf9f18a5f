import { type Logger as SlackLogger, webApi } from '@slack/bolt'
import type { Logger } from 'pino'
import { describeError } from '../../src/core/error-words.ts'
import { TokenRefused } from '../../src/core/network/token-gate.ts'
import { createRecent } from '../../src/core/recent.ts'
import { isTokenDead, REDIRECTED } from './errors.ts'

export type WebClient = webApi.WebClient

/** Refused tokens that are remembered; one that is forgotten costs a call. */
const REMEMBERED = 1_000
/** One attempt's deadline in milliseconds; the library has none of its own. */
const TIMEOUT_MS = 10_000

/** Each call names its token. It neither retries nor waits, as the library would for all channels: the outbox does. */
export const createWebClient = (config: ClientConfig): WebClient => new GatedClient(undefined, clientOptions(config))

/** Makes no call with a token that Slack refused once. */
class GatedClient extends webApi.WebClient {
  readonly #refused = createRecent<TokenRefused>(REMEMBERED)

  override async apiCall(...[method, options]: Parameters<WebClient['apiCall']>): ReturnType<WebClient['apiCall']> {
    const token = typeof options?.token === 'string' ? options.token : ''
    const known = this.#refused.get(token)
    if (known) throw known
    try {
      return await super.apiCall(method, options)
    } catch (error) {
      if (!isTokenDead(error)) throw error
      const refused = this.#refused.get(token) ?? new TokenRefused('team', error)
      this.#refused.set(token, refused)
      throw refused
    }
  }
}

export type ClientConfig = { apiUrl: string | null; logger: SlackLogger }

/** A fresh object each time: the Socket Mode client writes its own retries into the one it is given. */
export function clientOptions({ apiUrl, logger }: ClientConfig): webApi.WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    allowAbsoluteUrls: false,
    fetch: fetchWithCodes,
  }
}

const UNTOLD_SECONDS = '30'

/** The library has no code for a redirect, nor for a 429 that names no time. */
const fetchWithCodes: typeof fetch = async (url, init) => {
  const response = await fetch(url, { ...init, redirect: 'manual' })
  const { status, headers } = response
  if (status >= 300 && status < 400) throw Object.assign(new Error(`redirected (${status})`), { code: REDIRECTED })
  if (status !== 429 || Number.parseInt(headers.get('retry-after') ?? '', 10) > 0) return response
  return new Response(response.body, { status, headers: { 'retry-after': UNTOLD_SECONDS } })
}

/** Slack's libraries log through ours, without their debug lines: those hold whole payloads and response URLs. */
export function createSlackLogger(log: Logger): SlackLogger {
  const at =
    (level: 'debug' | 'warn' | 'error') =>
    (...parts: unknown[]) =>
      log[level]({ detail: parts.map((part) => describeError(part).slice(0, 300)).join(' ') }, 'Slack client')
  return {
    debug() {},
    // Such as “Now connected to Slack”.
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
    setLevel() {},
    getLevel: () => webApi.LogLevel.INFO,
    setName() {},
  }
}
