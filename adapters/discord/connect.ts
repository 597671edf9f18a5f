import {
  DefaultRestOptions,
  DiscordAPIError,
  type InternalRequest,
  type RateLimitData,
  REST,
  type RESTOptions,
  type RequestMethod,
} from 'discord.js'
import type { Logger } from 'pino'
import { readBody } from '../../src/core/network/read-body.ts'
import { TokenRefused } from '../../src/core/network/token-gate.ts'

const DEADLINE_MS = 15_000
/** 100 messages of the history are about 1 MB. */
const LARGEST_ANSWER = 16_000_000
/** The longest wait for a rate limit inside a call that is no send. */
const LONGEST_WAIT_MS = 10_000
/** Discord blocks an address for a while after 10,000 refused requests in ten minutes. */
const WARN_AFTER_INVALID = 1_000

export const NEW_TOKEN = 'make a new one at discord.com/developers → Bot → Reset Token, and start again'

export type RestConfig = { token: string; apiUrl: string | undefined; log: Logger; onTokenRefused(): void }

export type Rest = {
  /** One request, never repeated inside. Throws what `outcomeOf` understands. */
  call(method: `${RequestMethod}`, route: `/${string}`, request?: Partial<InternalRequest>): Promise<unknown>
}

export function createRest({ token, apiUrl, log, onTokenRefused }: RestConfig): Rest {
  const options = {
    version: '10',
    ...(apiUrl !== undefined && { api: apiUrl }),
    retries: 0,
    timeout: DEADLINE_MS,
    // A send must not wait inside: the outbox paces it, and has others to send meanwhile.
    rejectOnRateLimit: ({ method, route, timeToReset }: RateLimitData) =>
      timeToReset > LONGEST_WAIT_MS || (method.toUpperCase() === 'POST' && route === '/channels/:id/messages'),
    invalidRequestWarningInterval: WARN_AFTER_INVALID,
    userAgentAppendix: 'Paperboy',
    makeRequest: requestCapped,
  }
  const library = new REST(options).setToken(token)
  // Discord’s global limit does not count answers to interactions: a digest that goes out must not delay them.
  const answers = new REST({ ...options, globalRequestsPerSecond: Number.POSITIVE_INFINITY })
  for (const one of [library, answers])
    one.on('invalidRequestWarning', ({ count }) =>
      log.error({ count }, 'Discord refuses many requests; at 10,000 it blocks this address'),
    )
  let refused: TokenRefused | null = null

  return {
    async call(method, route, request = {}) {
      const asked = { ...request, method: method as RequestMethod, fullRoute: route }
      if (request.auth === false) return answers.request(asked)
      if (refused) throw refused
      try {
        return await library.request(asked)
      } catch (error) {
        if (!(error instanceof DiscordAPIError) || error.status !== 401) throw error
        // The library forgets a token that was refused once, and fails every request after it.
        library.setToken(token)
        // A 401 without Discord’s own code comes from something in between.
        if (error.code !== 0) throw error
        if (!refused) {
          refused = new TokenRefused('platform', error)
          log.error(`Discord refuses DISCORD_TOKEN, and is not asked any more: ${NEW_TOKEN}`)
          onTokenRefused()
        }
        throw refused
      }
    },
  }
}

/** The library’s request, its whole answer read: the library’s deadline ends at the headers, and it caps no body. */
const requestCapped: RESTOptions['makeRequest'] = async (url, init) => {
  const { body, ok, status, statusText, headers } = await DefaultRestOptions.makeRequest(url, await encodeForm(init))
  const bytes = body ? await readBody(body, LARGEST_ANSWER) : Buffer.alloc(0)
  // Nothing of Discord's moves elsewhere: whoever says so is not Discord.
  if (status >= 300 && status < 400) throw new Error(`Discord answered ${status}`)
  return {
    ...{ body: null, bodyUsed: true, ok, status, statusText, headers },
    arrayBuffer: async () => new Uint8Array(bytes).buffer,
    json: async () => JSON.parse(bytes.toString()),
    text: async () => bytes.toString(),
  }
}

type RequestInit = Parameters<RESTOptions['makeRequest']>[1]

/** The library makes a `FormData` of Node’s, and undici reads none but its own. */
async function encodeForm(init: RequestInit): Promise<RequestInit> {
  if (!(init.body instanceof FormData)) return init
  const form = new Response(init.body)
  const headers = { ...init.headers, 'content-type': form.headers.get('content-type') ?? '' }
  return { ...init, headers, body: new Uint8Array(await form.arrayBuffer()) }
}
