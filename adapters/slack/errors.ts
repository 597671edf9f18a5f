import { webApi } from '@slack/bolt'
import { LastingError, type ListedChannel } from '../../src/core/chat.ts'
import { codesOf, describeError } from '../../src/core/error-words.ts'
import { TokenRefused } from '../../src/core/network/token-gate.ts'
import { type Failure, outcomeByStatus, retryAfter, unreachable } from '../shared/errors.ts'

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi

/** Slack answered, and “It’s possible some aspect of the operation succeeded” (chat.postMessage, errors). */
const DOUBTFUL = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'])

/** The code of a call that something answered with a redirect. */
export const REDIRECTED = 'SLACK_REDIRECTED'

/** The place takes nothing until somebody changes something there. */
const PERMANENT: Record<string, string> = {
  channel_not_found: 'Slack knows no such channel, or Paperboy was not invited to it; /invite @Paperboy there',
  is_archived: 'the channel is archived',
  not_in_channel: 'Paperboy is not in the channel; /invite @Paperboy there, then `/papers resume`',
  restricted_action: 'the workspace lets only some people post in this channel',
  restricted_action_read_only_channel: 'the channel is read-only',
  restricted_action_thread_only_channel: 'the channel takes replies in threads alone',
  restricted_action_non_threadable_channel: 'the channel has no threads',
  account_inactive: 'the workspace removed Paperboy; install it again',
  token_revoked: 'the token was revoked; install Paperboy again',
  token_expired: 'the token has expired; install Paperboy again',
  invalid_auth: 'Slack does not accept the token; copy SLACK_BOT_TOKEN anew',
  not_authed: 'Slack got no token; set SLACK_BOT_TOKEN',
  missing_scope: 'a permission is missing; `paperboy doctor` names it',
  no_permission: 'the workspace does not permit Paperboy to post here',
  ekm_access_denied: 'the workspace’s administrators have suspended posting',
  team_disabled: 'the workspace is disabled',
  team_access_not_granted: 'the organisation has not granted Paperboy this workspace',
  user_not_found: 'Slack knows no such person',
  cannot_dm_bot: 'that is a bot',
}

/** Slack took the bot’s token back: nothing works in the whole workspace. */
const DEAD_TOKEN = new Set(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'])

export const isTokenDead = (error: unknown): boolean => DEAD_TOKEN.has(platformError(error) ?? '')

/** With these no call works. A missing permission costs its own use alone, and may be granted. */
const REFUSED = new Set([...DEAD_TOKEN, 'not_allowed_token_type', 'team_disabled'])

/** Why a start failed, in words: a `LastingError` that names the setting where trying again changes nothing. */
export function explainStart(error: unknown, setting: string): Error {
  const code = platformError(error)
  const look = '`paperboy doctor` looks closer.'
  if (code !== null && REFUSED.has(code))
    return new LastingError(`Slack answered ${code}: is ${setting} right? ${look}`, { cause: error })
  return new Error(`${describeFailure(error).reason}. ${look}`, { cause: error })
}

/** What failed, in words, and the seconds after which to try again; absent where that changes nothing. */
export function describeFailure(error: unknown): { reason: string } & Pick<ListedChannel, 'retryAfter'> {
  const failure = classifyFailure(error)
  const again = retryAfter(failure)
  if (failure.kind !== 'wait') return { reason: failure.reason, ...again }
  const reason = failure.scope === 'platform' ? 'Slack cannot be reached just now' : 'Slack asks to wait'
  return { reason: `${reason} (${describe(error)})`, ...again }
}

/** These two come only after the app was removed from the workspace. */
export const isRemoval = (error: unknown): boolean =>
  ['account_inactive', 'token_revoked'].includes(platformError(error) ?? '')

/** What a failed call that writes means. Anything not understood is uncertain: it may have been done. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'wait', seconds: error.retryAfter, scope: 'team' }
  const code = platformError(error)
  if (code !== null) {
    if (DOUBTFUL.has(code)) return { kind: 'uncertain', reason: `Slack answered ${code}` }
    const permanent = PERMANENT[code]
    const reason = permanent === undefined ? `Slack answered ${code}` : `${permanent} (${code})`
    return { kind: 'refused', reason, permanent: permanent !== undefined }
  }
  if (error instanceof WebAPIHTTPError) return outcomeByStatus(error.statusCode, `Slack answered ${error.statusCode}`)
  if (codesOf(error).includes(REDIRECTED))
    return { kind: 'refused', reason: 'something between here and Slack redirected the call', permanent: false }
  return unreachable(error) ?? { kind: 'uncertain', reason: `the connection to Slack broke (${describe(error)})` }
}

/** Slack is down, out of reach, or asks to wait; an error by name is no outage. */
export const isOutage = (error: unknown): boolean =>
  [WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError].some(
    (kind) => error instanceof kind,
  ) && classifyFailure(error).kind !== 'refused'

/** The same for calls of the port; a refused token is thrown on to `withTokenGate`. */
export function outcomeOf(error: unknown): Failure {
  if (error instanceof TokenRefused) throw error
  return classifyFailure(error)
}

/** Slack's own error name; null when it is none: a proxy's HTML page arrives in the same field. */
export function platformError(error: unknown): string | null {
  if (error instanceof TokenRefused) return platformError(error.cause)
  if (!(error instanceof WebAPIPlatformError)) return null
  return /^[a-z_]{1,64}$/.test(error.data.error) ? error.data.error : null
}

function describe(error: unknown): string {
  return error instanceof WebAPIPlatformError ? 'an answer that is not Slack’s' : describeError(error)
}
