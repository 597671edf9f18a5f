import { RESTJSONErrorCodes as Code, DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'
import { z } from 'zod'
import { LastingError } from '../../src/core/chat.ts'
import { codesOf } from '../../src/core/error-words.ts'
import { TokenRefused } from '../../src/core/network/token-gate.ts'
import { type Failure, unreachable } from '../shared/errors.ts'

const UNREACHABLE_S = 15
/** A refused token is refused for every place; each try counts towards a block of the address. */
const REFUSED_TOKEN_S = 300

const CLOSED =
  'this person takes no direct messages from Paperboy: ' +
  'right-click the server → Privacy Settings → allow Direct Messages'

/** Refusals that last until somebody changes something, with what to do. */
const LASTING = new Map<unknown, string>([
  [Code.UnknownChannel, 'the channel is gone'],
  [Code.UnknownGuild, 'the server is gone, or Paperboy was removed from it'],
  [
    Code.MissingAccess,
    'Paperboy cannot see the channel: allow it “View Channel” there, or invite it to the server again',
  ],
  [
    Code.MissingPermissions,
    'a permission is missing: allow “Send Messages”, “Send Messages in Threads” and “Create Public Threads” there',
  ],
  [Code.CannotSendMessagesToThisUser, CLOSED],
  [Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds, 'this person is in no server with Paperboy any more'],
  [Code.UnknownUser, 'this account is gone'],
])

/** Refusals of a thread or a post alone: the channel around it still takes messages. */
const ALONE = new Map<unknown, string>([
  [Code.ThreadLocked, 'the thread is locked: unlock it'],
  [Code.InvalidActionOnArchivedThread, 'the thread is archived'],
  [Code.UnknownMessage, 'the post was deleted'],
])

/** What a failed request means for what was to be sent. Not understood is uncertain. */
export function outcomeOf(error: unknown): Failure {
  // That is for whoever guards all calls.
  if (error instanceof TokenRefused) throw error
  if (error instanceof RateLimitError)
    return { kind: 'wait', seconds: secondsOf(error), scope: error.global ? 'platform' : 'place' }
  if (error instanceof DiscordAPIError) return refusalOf(error)
  return unreachable(error) ?? { kind: 'uncertain', reason: reasonOf(error) }
}

/** A sentence for logs and people. The error itself holds addresses and bodies that belong in no log. */
export function reasonOf(error: unknown): string {
  if (error instanceof TokenRefused) return reasonOf(error.cause)
  if (error instanceof DiscordAPIError) return `Discord says: ${error.message.split('\n')[0]} (${error.code})`
  if (error instanceof HTTPError) return `Discord answered ${error.status}`
  if (error instanceof RateLimitError) return 'Discord’s rate limit'
  if (!(error instanceof Error)) return 'Discord’s answer was not understood'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'Discord did not answer in time'
  if (error.name === 'Error' && error.cause instanceof Error) return reasonOf(error.cause)
  const [code] = codesOf(error)
  return code === undefined
    ? `Discord’s answer was not understood (${error.name})`
    : `the connection to Discord broke (${code})`
}

/** The library’s error holds addresses and bodies; what is thrown in its place is a sentence. */
export function rethrowInWords(error: unknown): never {
  throw error instanceof TokenRefused ? error : new Error(reasonOf(error), { cause: error })
}

/** What to tell at a start where Discord does not take the token; null for any other failure. */
export const refusedToken = (error: unknown): LastingError | null =>
  error instanceof TokenRefused
    ? new LastingError('Discord does not take DISCORD_TOKEN; `paperboy doctor` looks closer.', { cause: error })
    : null

export const isCode = (error: unknown, ...codes: number[]): boolean =>
  error instanceof DiscordAPIError && codes.some((code) => code === error.code)

export const isGone = (error: unknown): boolean =>
  isCode(error, Code.UnknownChannel, Code.UnknownGuild, Code.UnknownMember, Code.MissingAccess)

/** Discord is out, out of reach, or asks to wait; a refusal is none. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return error.status >= 500
  if (error instanceof RateLimitError) return true
  if (error instanceof TokenRefused) return false
  return error instanceof Error && (/^(Abort|Timeout)Error$/.test(error.name) || codesOf(error).length > 0)
}

function refusalOf(error: DiscordAPIError): Failure {
  if (error.status === 401) return { kind: 'wait', seconds: REFUSED_TOKEN_S, scope: 'platform' }
  if (error.code === Code.ActionCannotBePerformedDueToSlowmodeRateLimit || error.code === Code.ChannelSendRateLimit) {
    const { data } = z.object({ retry_after: z.number().positive() }).safeParse(error.rawError)
    return { kind: 'wait', seconds: data?.retry_after ?? UNREACHABLE_S, scope: 'place' }
  }
  const lasting = LASTING.get(error.code)
  const remedy = lasting ?? ALONE.get(error.code)
  const reason = remedy === undefined ? reasonOf(error) : `${remedy} (${error.code})`
  return { kind: 'refused', reason, permanent: lasting !== undefined }
}

const secondsOf = ({ timeToReset, retryAfter, sublimitTimeout }: RateLimitError): number =>
  Math.max(timeToReset, retryAfter, sublimitTimeout, 50) / 1000
