import { retryAfterMs } from '../../core/network/retry-after.ts'
import { SourceError } from '../source-error.ts'
import type { HostQueue, Pace } from './host-queue.ts'

/** Trouble that may be over in a second: worth another attempt. */
export class RetryableError extends SourceError {}

type RefusedRequest = { from: string; about: string }

/** Milliseconds; a longer pause is not waited for. */
export const MAX_WAIT = 20_000
/** After a 429 that names no time. Hugging Face counts in windows of five minutes. */
const DEFAULT_WAIT = 60_000

/** Throws what an answer without success means; a rate limit pauses the queue first. */
export function refuse(response: Response, asked: RefusedRequest, queue: HostQueue, pace: Pace): never {
  const { status, headers } = response
  const sentence = `${asked.from} answered ${status} for ${asked.about}`
  const retryAfter = retryAfterMs(headers) ?? rateLimitReset(headers)
  // arXiv answers 403 to what it takes for an attack.
  const isLimited = status === 429 || (status === 503 && retryAfter !== null) || (status === 403 && pace.coolDown > 0)
  if (isLimited) {
    const until = Date.now() + Math.max(retryAfter ?? DEFAULT_WAIT, pace.coolDown)
    queue.pausedUntil = Math.max(queue.pausedUntil, until)
    if (until > Date.now() + MAX_WAIT) throw busy(asked, until, sentence)
    throw new RetryableError(`${sentence}, also after the pause it had asked for.`, 'busy')
  }
  if (status >= 500) throw new RetryableError(`${sentence}.`, 'refused')
  throw new SourceError(`${sentence}.`, status === 404 || status === 410 ? 'missing' : 'refused')
}

export function busy({ from }: RefusedRequest, until: number, sentence = `${from} asked for a pause`): SourceError {
  const time = new Date(until).toISOString().slice(0, 16).replace('T', ' ')
  return new SourceError(`${sentence}; it is left alone until ${time} UTC.`, 'busy')
}

/** Hugging Face: `RateLimit: "api";r=0;t=55`, in seconds, of a day or so at most. */
function rateLimitReset(headers: Headers): number | null {
  const reset = /;\s*r=0\s*;\s*t=(\d{1,5})/.exec(headers.get('ratelimit') ?? '')?.[1]
  return reset === undefined ? null : Number(reset) * 1_000
}
