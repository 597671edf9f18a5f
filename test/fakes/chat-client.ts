import { Agent, request } from 'undici'
import { z } from 'zod'
import {
  type ChannelId,
  type ChatAdapter,
  idOf,
  type Outgoing,
  type Platform,
  type SendOutcome,
} from '../../src/core/chat.ts'
import { fakeChat } from './chat.ts'

export type ChatClientOptions = {
  platform: Platform
  url: string
  timeoutMs: number
  /** A second send within this time is recognised by its nonce; 0: only the history tells. */
  nonceMs: number
}

const Sent = z.object({ ok: z.literal(true), ref: z.string() })
const Seeded = z.object({ ok: z.literal(true), emoji: z.string() })
const Refused = z.object({ ok: z.literal(false), error: z.string().regex(/^[a-z_]{1,64}$/) })
const History = z.object({ ok: z.literal(true), posts: z.array(z.object({ delivery: z.string(), ref: z.string() })) })

/** The adapter of the fake platform: what it does not understand is uncertain. */
export function createChatClient({ platform, url, timeoutMs, nonceMs }: ChatClientOptions): ChatAdapter {
  const dispatcher = new Agent({ connections: 64, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  const call = async (method: 'GET' | 'POST' | 'PUT', path: string, body: string | null) => {
    const { statusCode, headers, body: answer } = await request(url + path, { method, body, dispatcher })
    return { status: statusCode, retryAfter: Number(headers['retry-after']), text: await answer.text() }
  }
  return {
    ...fakeChat(platform),
    async send(outgoing): Promise<SendOutcome> {
      const { status, retryAfter, text } = await call('POST', '/posts', JSON.stringify(toBody(outgoing)))
      if (status === 429) return { kind: 'wait', seconds: retryAfter, scope: 'place' }
      const answer = parseJson(text)
      const sent = Sent.safeParse(answer)
      if (sent.success) return { kind: 'sent', ref: { channel: placeOf(outgoing), id: sent.data.ref } }
      const refused = Refused.safeParse(answer)
      if (status === 200 && refused.success) return { kind: 'refused', reason: refused.data.error, permanent: false }
      if (status === 400) return { kind: 'refused', reason: text, permanent: false }
      return { kind: 'uncertain', reason: `the platform answered ${status} and something unknown` }
    },
    async seed(ref, emoji): Promise<SendOutcome> {
      const { status, retryAfter, text } = await call('PUT', '/seeds', JSON.stringify({ ref: ref.id, emoji }))
      if (status === 429) return { kind: 'wait', seconds: retryAfter, scope: 'place' }
      const answer = parseJson(text)
      if (Seeded.safeParse(answer).success) return { kind: 'sent', ref }
      const refused = Refused.safeParse(answer)
      if (status === 200 && refused.success) return { kind: 'refused', reason: refused.data.error, permanent: false }
      return { kind: 'uncertain', reason: `the platform answered ${status} and something unknown` }
    },
    async find(outgoing) {
      if (Date.now() - outgoing.firstAttemptAt < nonceMs / 2) return { kind: 'repeatable' }
      const place = placeOf(outgoing)
      const { status, text } = await call('GET', `/posts?place=${encodeURIComponent(place)}`, null)
      if (status !== 200) throw new Error(`the history answered ${status}`)
      const { posts } = History.parse(parseJson(text))
      const found = posts.find(({ delivery }) => delivery === outgoing.id)
      return found ? { kind: 'found', ref: { channel: place, id: found.ref } } : { kind: 'absent' }
    },
    stop: () => dispatcher.destroy(),
  }
}

const placeOf = ({ to }: Outgoing) => idOf(to) as ChannelId

const toBody = (outgoing: Outgoing) => ({
  delivery: outgoing.id,
  place: placeOf(outgoing),
  thread: outgoing.thread?.id ?? null,
  text: JSON.stringify(outgoing.message),
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
