import { SourceError } from '../source-error.ts'
import type { HostQueue, Pace } from './host-queue.ts'

/** Trouble that may be over in a second: worth another attempt. */
export class RetryableError extends SourceError {}

export type Upstream = { queue: HostQueue; pace: Pace }
type RefusedRequest = { from: string; about: string }

/** Milliseconds; a longer pause is not waited for. */
export const MAX_WAIT = 20_000
/** Too many requests, without a word on when to come back. Hugging Face counts in windows of five minutes. */
const UNSAID_WAIT = 60_000

/** Throws what an answer without success means, after telling the queue to rest when the upstream has had enough. */
export function refuse(response: Response, asked: RefusedRequest, { queue, pace }: Upstream): never {
  const { status } = response
  const sentence = `${asked.from} answered ${status} for ${asked.about}`
  const retryAfter = retryAfterOf(response)
  // arXiv takes requests after a 403 for an attack.
  const hadEnough = status === 429 || (status === 503 && retryAfter !== null) || (status === 403 && pace.coolDown > 0)
  if (hadEnough) {
    const until = Date.now() + Math.max(retryAfter ?? UNSAID_WAIT, pace.coolDown)
    queue.pauseUntil(until)
    if (until > Date.now() + MAX_WAIT) throw busy(asked, until, sentence)
    throw new RetryableError(`${sentence}, also after the pause it had asked for.`, 'busy')
  }
  if (status >= 500) throw new RetryableError(`${sentence}.`, 'refused')
  throw new SourceError(`${sentence}.`, 'refused')
}

export const busy = ({ from }: RefusedRequest, until: number, sentence = `${from} asked for a pause`): SourceError =>
  new SourceError(
    `${sentence}; it is left alone until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    'busy',
  )

/** Milliseconds. */
function retryAfterOf({ headers }: Response): number | null {
  const said = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(said)) return Number(said) * 1_000
  const date = Date.parse(said)
  if (!Number.isNaN(date)) return Math.max(0, date - Date.now())
  // Hugging Face: RateLimit: "api";r=0;t=55
  const reset = /;\s*r=0\s*;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]
  return reset === undefined ? null : Number(reset) * 1_000
}
