import type { z } from 'zod'
import { type Failure, outcomeByStatus, unreachable } from '../../../adapters/shared/errors.ts'
import { LastingError, OutageError } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { TokenRefused } from '../../../src/core/token-gate.ts'

const TIMEOUT_MS = 10_000

/** Plaza answered, and not with a success. */
export class PlazaError extends Error {
  readonly status: number
  readonly retryAfter: number
  constructor(status: number, retryAfter: number) {
    super(`Plaza answered ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** Plaza’s REST interface; foreign data is checked here, and only the fields that are used. */
export function createApi(url: string, token: string) {
  let refused: TokenRefused | null = null

  async function call<T>(method: string, path: string, body: object | null, answer: z.ZodType<T>): Promise<T> {
    // A token that was refused once is not tried again: many platforms block an address that goes on.
    if (refused) throw refused
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.ok) return answer.parse(await response.json())
    const error = new PlazaError(response.status, Number(response.headers.get('retry-after') ?? 30))
    if (error.status !== 401) throw error
    refused = new TokenRefused('platform', error)
    throw refused
  }
  return { call, eventsUrl: `${url.replace(/^http/, 'ws')}/api/events?token=${token}` }
}

/** What a failed call that writes means. */
export function outcomeOf(error: unknown): Failure {
  // For the token gate, which tells core in its words.
  if (error instanceof TokenRefused) throw error
  if (!(error instanceof PlazaError))
    return unreachable(error) ?? { kind: 'uncertain', reason: `the connection to Plaza broke: ${describeError(error)}` }
  if (error.status === 429) return { kind: 'wait', seconds: error.retryAfter, scope: 'platform' }
  if (error.status === 404) return { kind: 'refused', reason: 'Plaza knows no such channel or post', permanent: true }
  return outcomeByStatus(error.status, error.message)
}

/** What a failed question means: an outage says nothing against anybody. */
export function questionError(error: unknown): unknown {
  const isAnswer = error instanceof TokenRefused || (error instanceof PlazaError && error.status < 429)
  return isAnswer ? error : new OutageError('Plaza does not answer just now.', { cause: error })
}

/** Why a start failed: trying again with a token that was refused changes nothing. */
export function startError(error: unknown): unknown {
  if (!(error instanceof TokenRefused)) return error
  return new LastingError('Plaza does not take PLAZA_TOKEN: make a new one, and start again.', { cause: error })
}
