import type { HttpBindings } from '@hono/node-server'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import type { Rate } from '../core/network/allowance.ts'
import { createRecent } from '../core/recent.ts'
import { nextSlot } from '../outbox/pace.ts'
import { clientOf } from './client-address.ts'
import type { Page } from './server.ts'

type Limit = MiddlewareHandler<{ Bindings: HttpBindings }>

export type RefusalReason = 'flood' | 'oversized' | 'late' | 'outside' | 'unknown' | 'forged' | 'malformed'

const BODY_BYTES = 64 * 1024
const DEADLINE_MS = 10_000
/** Far above a person who opens page after page. */
const PER_ADDRESS: Rate = { perSecond: 5, burst: 60 }
/** About a megabyte; the client that was quiet longest is forgotten first. */
const MAX_CLIENTS = 10_000

/** No script, no frame, nothing from other hosts, even if HTML from a title came through. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'interest-cohort=(), browsing-topics=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** On every answer: platforms write to the socket themselves, which Hono’s `secureHeaders` does not reach. */
export const securityHeaders: Limit = async ({ env: { outgoing } }, next) => {
  for (const [name, value] of Object.entries(HEADERS)) outgoing.setHeader(name, value)
  await next()
}

/** What a page may cost: requests per address, bytes sent to it, time. */
export const pageLimits = (refused: (why: RefusalReason) => void): Limit[] => [
  floodLimit(refused),
  bodyLimit({
    maxSize: BODY_BYTES,
    onError(context) {
      refused('oversized')
      return context.text('That is too much for one request.\n', 413)
    },
  }),
  timeout(DEADLINE_MS, () => {
    refused('late')
    return new HTTPException(503, { message: 'That took too long; try again in a moment.\n' })
  }),
]

export const privateNetworkOnly =
  (refused: (why: RefusalReason) => void): Limit =>
  async (context, next) => {
    if (clientOf(context.env.incoming).inside) return next()
    refused('outside')
    return context.notFound()
  }

/** A bucket for each key, in milliseconds: how long one has to wait, 0 when it may ask now. Hono has no rate limit. */
export function createBuckets(rate: Rate, most: number): (key: string, now: number) => number {
  const fullAt = createRecent<number>(most)
  return (key, now) => {
    const slot = nextSlot(fullAt.get(key) ?? 0, rate, now)
    if (slot.at > now) return slot.at - now
    fullAt.set(key, slot.bucketFullAt)
    return 0
  }
}

export function tooMany(page: Page, waitMs: number): Response {
  const seconds = String(Math.ceil(waitMs / 1000))
  return page.text('Too many requests; try again in a moment.\n', 429, { 'retry-after': seconds })
}

function floodLimit(refused: (why: RefusalReason) => void): Limit {
  const waitOf = createBuckets(PER_ADDRESS, MAX_CLIENTS)
  return async (context, next) => {
    const waitMs = waitOf(clientOf(context.env.incoming).key, Date.now())
    if (waitMs === 0) return next()
    refused('flood')
    return tooMany(context, waitMs)
  }
}
