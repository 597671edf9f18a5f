import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import project from '../../../package.json' with { type: 'json' }
import { describeError } from '../../core/error-words.ts'
import { withoutCredentials } from '../../core/network/credentials.ts'
import { readBody } from '../../core/network/read-body.ts'
import { createRecent } from '../../core/recent.ts'
import { SourceError } from '../source-error.ts'
import { getAsIs, isAfterGzip } from './gzip.ts'
import { createHostQueues, type HostQueue, type Pace, politePace } from './host-queue.ts'
import { isPublicAddress, openPublicFetch } from './private-network.ts'
import { busy, MAX_WAIT, RetryableError, refuse } from './refusal.ts'

export type HttpRequest = {
  /** Who is asked and for what, for the sentence that is shown when it fails: `Hugging Face`, `2026-03-31`. */
  from: string
  about: string
  accept: string
  signal: AbortSignal
  /** A bearer token; it never follows a redirect to another host. */
  token?: string | null
  /** No private address may be read. `elsewhere`: the operator's own may, and hosts that it leads to may not. */
  publicOnly?: boolean | 'elsewhere'
  /** Called before each request that it takes, redirects included; throws where there may be none. None is repeated. */
  spend?: () => void
  /** Bytes of a whole answer; without it as many as for the others. */
  maxBytes?: number
}

/** A whole answer; `url` is where it came from, after redirects. */
export type HttpAnswer = { url: URL; contentType: string; body: Buffer }

export type Http = {
  /** The whole answer of status 200. Throws a `SourceError` that says who failed, for what and why. */
  get(url: string | URL, request: HttpRequest): Promise<HttpAnswer>
}

export type HttpOptions = {
  /** An address for the people who run the servers we ask. */
  contact: string | null
  log: Logger
  paceOf?: (url: URL) => Pace
  /** Milliseconds for one attempt, body included. */
  deadline?: number
  maxBytes?: number
  /** Milliseconds before the second attempt, and before the third. */
  backoff?: number[]
}

const MAX_REDIRECTS = 3
const CACHE_BYTES = 16_000_000
/** One giant must not push out everything else. */
const LARGEST_KNOWN = CACHE_BYTES / 4

type KnownAnswer = { answer: HttpAnswer; conditions: Record<string, string> }

/** undici's interceptors know no pace per host and no check of each redirect, and loading undici takes 14 MB. */
export function createHttp({
  contact,
  log,
  paceOf = politePace,
  deadline = 12_000,
  maxBytes = 8_000_000,
  backoff = [500, 1_500],
}: HttpOptions): Http {
  const userAgent = userAgentOf(contact)
  const queueOf = createHostQueues()
  // For conditional requests: an answer that did not change costs the upstream and us nothing.
  const known = createRecent<KnownAnswer>(CACHE_BYTES, undefined, ({ answer }) => answer.body.byteLength)
  let publicFetch: Promise<typeof fetch> | null = null

  async function get(url: string | URL, request: HttpRequest): Promise<HttpAnswer> {
    const first = new URL(url)
    let here = first
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const token = here.origin === first.origin ? (request.token ?? null) : null
      const isOwn = request.publicOnly === 'elsewhere' && here.hostname === first.hostname
      const found = await getWithRetries(here, { ...request, token, publicOnly: !isOwn && !!request.publicOnly })
      if (!(found instanceof URL)) return found
      here = found
    }
    const what = `${request.from} sent us from one address to the next for ${request.about}`
    throw new SourceError(`${what}, more than ${MAX_REDIRECTS} times.`, 'refused')
  }

  async function getWithRetries(url: URL, request: HttpRequest): Promise<HttpAnswer | URL> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await askInQueue(url, request)
      } catch (error) {
        const wait = request.spend ? undefined : backoff[attempt]
        if (!(error instanceof RetryableError) || wait === undefined) throw error
        log.debug({ host: url.host, path: url.pathname, err: error }, 'asking again')
        await sleep(wait, undefined, { signal: request.signal })
      }
    }
  }

  async function askInQueue(url: URL, request: HttpRequest): Promise<HttpAnswer | URL> {
    const pace = paceOf(url)
    const queue = queueOf(pace)
    return queue.run(pace, request.signal, async () => {
      const wait = queue.pausedUntil - Date.now()
      if (wait > MAX_WAIT) throw busy(request, queue.pausedUntil)
      if (wait > 0) await sleep(wait, undefined, { signal: request.signal })
      request.spend?.()
      return ask(url, request, queue, pace)
    })
  }

  async function ask(url: URL, request: HttpRequest, queue: HostQueue, pace: Pace): Promise<HttpAnswer | URL> {
    if (request.publicOnly && !isPublicAddress(url))
      throw new SourceError(
        `${request.from} leads to ${url.host || url.protocol}, which is not a public web address.`,
        'refused',
      )
    const key = `${request.accept} ${request.token ? 'with' : 'without'} token ${url.href}`
    const kept = known.get(key)
    const started = performance.now()
    const timeout = AbortSignal.timeout(deadline)
    let answered = false
    const { url: bare, authorization } = withoutCredentials(url)
    const credentials = request.token ? `Bearer ${request.token}` : authorization
    const signal = AbortSignal.any([request.signal, timeout])
    const headers = {
      'user-agent': userAgent,
      accept: request.accept,
      ...(credentials && { authorization: credentials }),
    }
    try {
      publicFetch ??= request.publicOnly ? openPublicFetch() : null
      const send = (request.publicOnly && (await publicFetch)) || fetch
      const response = await send(bare, { signal, redirect: 'manual', headers: { ...headers, ...kept?.conditions } })
      answered = true
      const took = Math.round(performance.now() - started)
      log.debug({ host: url.host, path: url.pathname, status: response.status, took }, 'answered')
      if (response.status !== 200) {
        await response.body?.cancel()
        if (response.status === 304 && kept) {
          known.set(key, kept)
          return kept.answer
        }
        known.forget(key)
        return redirectOf(response, url) ?? refuse(response, request, queue, pace)
      }
      const most = request.maxBytes ?? maxBytes
      const body = await readBody(response.body ?? new ReadableStream(), most).catch((error: unknown) => {
        if (request.publicOnly || !isAfterGzip(error)) throw error
        return getAsIs(bare, { headers, signal }, most)
      })
      const answer = { url, contentType: response.headers.get('content-type') ?? '', body }
      const conditions = conditionsAfter(response)
      if (Object.keys(conditions).length > 0 && body.byteLength <= LARGEST_KNOWN) known.set(key, { answer, conditions })
      else known.forget(key)
      return answer
    } catch (error) {
      if (error instanceof SourceError) throw error
      if (error instanceof RangeError)
        throw new SourceError(`${request.from} sent ${error.message} for ${request.about}; it was not read.`, 'shape')
      request.signal.throwIfAborted()
      if (timeout.aborted)
        throw new SourceError(`${request.from} did not answer in ${deadline / 1_000} s for ${request.about}.`, 'slow')
      if (answered)
        throw new RetryableError(`${request.from} broke off its answer for ${request.about}.`, 'refused', error)
      const reason = describeError(error instanceof TypeError ? error.cause : error)
      const sentence = `${request.from} could not be reached for ${request.about} (${reason}).`
      throw new RetryableError(sentence, 'unreachable', error)
    }
  }

  return { get }
}

/** The same, for work that has so many requests and no more. */
export const withBudget = (http: Http, spend: () => void): Http => ({
  get: (url, request) => http.get(url, { ...request, spend }),
})

function conditionsAfter({ headers }: Response): Record<string, string> {
  const [etag, lastModified] = [headers.get('etag'), headers.get('last-modified')]
  return { ...(etag && { 'if-none-match': etag }), ...(lastModified && { 'if-modified-since': lastModified }) }
}

function redirectOf(response: Response, url: URL): URL | null {
  const location = response.headers.get('location')
  return [301, 302, 303, 307, 308].includes(response.status) && location ? URL.parse(location, url.href) : null
}

function userAgentOf(contact: string | null): string {
  // A header takes no other characters.
  const address = contact?.replace(/[^\x20-\x7e]|[()]/g, '').trim()
  const about = address ? `contact: ${address}` : 'a chat bot that brings a research team its papers'
  return `Paperboy/${project.version} (${about})`
}
