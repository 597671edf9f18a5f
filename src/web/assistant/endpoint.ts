import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
} from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import { type FeedKey, findFeedKey, recordFeedRead } from '../../access/feed-keys.ts'
import type { Rate } from '../../core/network/allowance.ts'
import { type ArchiveContext, openSession, PLATFORM_DOWN, RETRY_SECONDS } from '../archive/session.ts'
import { createBuckets, type RefusalReason, tooMany } from '../limits.ts'
import type { Page } from '../server.ts'
import { createAssistant } from './assistant.ts'

/** An assistant that works asks a few times a minute. */
const PER_KEY: Rate = { perSecond: 1, burst: 30 }
const MAX_KEYS = 10_000

export type EndpointContext = ArchiveContext & { log: Logger; countCall(tool: string, outcome: string): void }

/** `POST /mcp`: assistants ask with a person’s key, and see what everybody in that person’s channel may see. */
export function createEndpoint(
  context: EndpointContext,
  refused: (why: RefusalReason) => void,
): (page: Page) => Promise<Response> {
  const { signer, store, log, countCall } = context
  const waitOf = createBuckets(PER_KEY, MAX_KEYS)
  const hosts = [new URL(context.links.url).hostname, ...localhostAllowedHostnames()]

  async function keyIn(header = ''): Promise<FeedKey | null> {
    const [, token] = /^Bearer +(\S+)$/i.exec(header) ?? []
    const id = token === undefined ? null : signer.read('assistant', token, store.now())
    return id === null ? null : findFeedKey(store.db, id)
  }

  return async (page) => {
    const request = page.req.raw
    // A page in somebody's browser must not ask through it.
    const elsewhere = hostHeaderValidationResponse(request, hosts) ?? originValidationResponse(request, hosts)
    if (elsewhere) {
      refused('outside')
      return elsewhere
    }
    const key = await keyIn(page.req.header('authorization'))
    const session = key === null ? 'closed' : await openSession(context, key)
    if (session === 'unknown') return page.text(`${PLATFORM_DOWN}\n`, 503, { 'retry-after': String(RETRY_SECONDS) })
    if (key === null || session === 'closed') {
      refused('forged')
      return page.text(HOW_TO_GET_IN, 401, { 'www-authenticate': 'Bearer realm="Paperboy"' })
    }
    const waitMs = waitOf(key.id, store.now())
    if (waitMs > 0) {
      refused('flood')
      return tooMany(page, waitMs)
    }
    await recordFeedRead(store.db, key, store.now())
    return createMcpHandler(() => createAssistant(session, { log, countCall }), {
      onerror: (err) => log.debug({ err }, 'an assistant was answered with an error'),
    }).fetch(request)
  }
}

const HOW_TO_GET_IN =
  'This needs a key: the page “Feeds” of the archive shows yours, and `/papers web` opens the archive.\n'
