import type { z } from 'zod'
import { attempt as tryTo } from '../../../src/core/attempt.ts'
import {
  LastingError,
  type ListedChannel,
  OutageError,
  type PostRef,
  type SendOutcome,
} from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { broken, type Finding, fine } from '../../../src/core/finding.ts'
import { readBody } from '../../../src/core/network/read-body.ts'
import { retryAfterMs } from '../../../src/core/network/retry-after.ts'
import { TokenRefused } from '../../../src/core/network/token-gate.ts'
import { type Failure, notFound, outcomeByStatus, retryAfter, unreachable } from '../errors.ts'

const DEADLINE_MS = 10_000
const LARGEST_ANSWER = 16_000_000
/** Where a 429 names no time. */
const USUAL_WAIT_MS = 30_000

export class RestError extends Error {
  readonly status: number
  readonly headers: Headers
  /** What else it says, parsed; null where that is no JSON. */
  readonly body: unknown
  constructor(label: string, { status, headers }: Response, body: unknown) {
    super(`${label} answered ${status}`)
    this.status = status
    this.headers = headers
    this.body = body
  }
}

export type RestConfig = {
  label: string
  url: string
  token: string
  setting: string
  /** Why nothing can be written there until somebody changes something; null where another attempt may help. */
  whyLasting(error: RestError): string | null
}

/** A platform’s REST interface with a bearer token: one attempt each, and what a failure means. */
export function createRestClient({ label, url, token, setting, whyLasting }: RestConfig) {
  const base = url.replace(/\/+$/, '')
  let refused: TokenRefused | null = null

  /** Foreign data is checked here: `shape` names the fields that are used. Throws what the others understand. */
  async function call<T>(method: string, path: string, body: object | null, shape: z.ZodType<T>): Promise<T> {
    // Many platforms block an address that goes on with a token that was refused.
    if (refused) throw refused
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    const bytes = response.body ? await readBody(response.body, LARGEST_ANSWER) : ''
    const answer: unknown = tryTo(() => JSON.parse(String(bytes)))
    if (!response.ok) {
      const error = new RestError(label, response, answer)
      if (error.status === 401) refused ??= new TokenRefused('platform', error)
      throw refused ?? error
    }
    const parsed = shape.safeParse(answer)
    if (parsed.success) return parsed.data
    throw new Error(`its answer to ${method} ${path.replace(/\?.*/, '')} has another shape`)
  }

  /** What a failed call that writes means. A refused token is for the token gate, which tells core in its words. */
  function outcomeOf(error: unknown): Failure {
    if (error instanceof TokenRefused) throw error
    if (!(error instanceof RestError)) {
      const reason = `no proper answer came from ${label}: ${describeError(error)}`
      return unreachable(error) ?? { kind: 'uncertain', reason }
    }
    if (error.status === 429) {
      const seconds = Math.ceil((retryAfterMs(error.headers) ?? USUAL_WAIT_MS) / 1_000)
      return { kind: 'wait', seconds, scope: 'platform' }
    }
    const reason = whyLasting(error)
    return reason === null ? outcomeByStatus(error.status, error.message) : { kind: 'refused', reason, permanent: true }
  }

  /** For a start: trying again with a token that was refused changes nothing. */
  function failStart(cause: unknown): never {
    if (!(cause instanceof TokenRefused)) throw cause
    throw new LastingError(`${label} does not take ${setting}: make a new one, and start again.`, { cause })
  }

  return {
    call,
    failStart,
    /** One attempt at calls that write. */
    attempt: (write: () => Promise<PostRef>): Promise<SendOutcome> =>
      write().then((ref) => ({ kind: 'sent', ref }), outcomeOf),
    /** A question; null where there is no such thing (404). An outage says nothing against anybody. */
    async ask<T>(question: () => Promise<T>): Promise<T | null> {
      try {
        return await question()
      } catch (error) {
        if (error instanceof TokenRefused) throw error
        if (error instanceof RestError && error.status === 404) return null
        if (error instanceof RestError && error.status < 429) throw error
        throw new OutageError(`${label} does not answer just now.`, { cause: error })
      }
    },
    /** For `doctor`: whether the platform takes the token, and which of the channels are missing. */
    async examine(question: () => Promise<unknown>, look: () => Promise<ListedChannel[]>): Promise<Finding[]> {
      try {
        await question()
        const missing = (await look()).flatMap(({ listed, problem }) =>
          problem ? [broken(`${listed}: ${problem}.`)] : [],
        )
        return [fine(`${label} knows the token.`), ...missing]
      } catch (error) {
        return [broken(`${label}: ${describeError(error)}.`, `Are ${setting} and the address right?`)]
      }
    },
    /** A listed channel whose lookup failed. */
    notLookedUp(listed: string, error: unknown): ListedChannel {
      if (error instanceof TokenRefused) return failStart(error)
      const failure = outcomeOf(error)
      const problem = failure.kind === 'wait' ? `${label} cannot be reached just now` : failure.reason
      return { ...notFound(listed, problem), ...retryAfter(failure) }
    },
  }
}
