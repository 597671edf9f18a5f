import { DiscordAPIError, type InternalRequest, type RateLimitData, REST, type RequestMethod } from '@discordjs/rest'
import type { Logger } from 'pino'

const DEADLINE_MS = 15_000
/** 100 messages of the history are about 1 MB. */
const LARGEST_ANSWER = 16_000_000
/** Whoever asks for something else than a send may wait so long for a rate limit. */
const LONGEST_WAIT_MS = 10_000
/** Discord blocks an address for a while after 10,000 refused requests in ten minutes. */
const WARN_AFTER_INVALID = 1_000

export type RestConfig = { token: string; apiUrl: string | undefined; log: Logger }

export type Rest = {
  /** The library’s own object, for the gateway. */
  library: REST
  /** One request, never repeated inside. Throws what `outcomeOf` understands. */
  call(method: `${RequestMethod}`, route: `/${string}`, request?: Partial<InternalRequest>): Promise<unknown>
}

export function createRest({ token, apiUrl, log }: RestConfig): Rest {
  const options = {
    version: '10',
    ...(apiUrl !== undefined && { api: apiUrl }),
    retries: 0,
    timeout: DEADLINE_MS,
    rejectOnRateLimit: mustNotWait,
    invalidRequestWarningInterval: WARN_AFTER_INVALID,
    userAgentAppendix: 'Paperboy',
    makeRequest: fetchCapped,
  }
  const library = new REST(options).setToken(token)
  // Answers to people are exempt from Discord’s limit of the whole bot: a digest that goes out must not hold them up.
  const answers = new REST({ ...options, globalRequestsPerSecond: Number.POSITIVE_INFINITY })
  for (const one of [library, answers])
    one.on('invalidRequestWarning', ({ count }) =>
      log.error({ count }, 'Discord refuses many requests; at 10,000 it blocks this address'),
    )
  let isRefused = false

  return {
    library,
    async call(method, route, request = {}) {
      const asked = { ...request, method: method as RequestMethod, fullRoute: route }
      if (request.auth === false) return answers.request(asked)
      try {
        const answer = await library.request(asked)
        if (isRefused) log.info('Discord takes the token again')
        isRefused = false
        return answer
      } catch (error) {
        if (!(error instanceof DiscordAPIError) || error.status !== 401) throw error
        // The library forgets a token that was refused once, and fails every request after it.
        library.setToken(token)
        if (!isRefused)
          log.error(
            'Discord refuses DISCORD_TOKEN: make a new one at discord.com/developers → Bot → Reset Token, and start again',
          )
        isRefused = true
        throw error
      }
    },
  }
}

/** A send must not wait inside: the outbox paces it, and has others to send meanwhile. */
const mustNotWait = ({ method, route, timeToReset }: RateLimitData): boolean =>
  timeToReset > LONGEST_WAIT_MS || (method.toUpperCase() === 'POST' && route === '/channels/:id/messages')

/** Reads the whole answer, so that the library’s deadline covers the body too. */
async function fetchCapped(url: string, init: object): Promise<Response> {
  const response = await fetch(url, { ...(init as RequestInit), redirect: 'error' })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > LARGEST_ANSWER) throw new Error(`Discord answered with more than ${LARGEST_ANSWER / 1_000_000} MB`)
    chunks.push(chunk)
  }
  const body = [204, 205, 304].includes(response.status) ? null : Buffer.concat(chunks)
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers })
}
