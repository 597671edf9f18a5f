import type { ListedChannel, SendOutcome } from '../../src/core/chat.ts'
import { codesOf } from '../../src/core/error-words.ts'
import { type Message, notice } from '../../src/core/message.ts'

export type Failure = Exclude<SendOutcome, { kind: 'sent' }>

/** Codes of Node and undici: no connection was made, so nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const RECONNECT_SECONDS = 15

/** What a failed connection means for a call that writes; null when the call may have arrived. */
export function unreachable(error: unknown): Failure | null {
  for (const code of codesOf(error))
    if (NOT_CONNECTED.has(code)) return { kind: 'wait', seconds: RECONNECT_SECONDS, scope: 'platform' }
  return null
}

/** What an HTTP status alone says of a call that writes: after a 5xx it may have been done. */
export const outcomeByStatus = (status: number, reason: string): Failure =>
  status >= 500 ? { kind: 'uncertain', reason } : { kind: 'refused', reason, permanent: false }

/** When to look for a channel again; nothing where somebody has to change something first. */
export const retryAfter = (failure: Failure): Pick<ListedChannel, 'retryAfter'> =>
  failure.kind === 'refused' ? {} : { retryAfter: failure.kind === 'wait' ? failure.seconds : 0 }

export const notFound = (listed: string, problem: string): ListedChannel => ({ listed, channel: null, problem })

/** A failure still answers the person: errors of core are sentences for people. */
export const apology = (error: unknown): Message =>
  notice(error instanceof Error ? error.message : 'That did not work. Please try again.')
