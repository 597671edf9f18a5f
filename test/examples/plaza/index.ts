import type { Logger } from 'pino'
import { z } from 'zod'
import { emojiOf, reactionName } from '../../../adapters/shared/emoji.ts'
import { notFound, retryAfter } from '../../../adapters/shared/errors.ts'
import { once } from '../../../adapters/shared/once.ts'
import { createReconnecting } from '../../../adapters/shared/reconnect.ts'
import type { ChatHandlers, ListedChannel, Outgoing, Place, SendOutcome } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { CHAT_FEATURES, type Feature } from '../../../src/core/feature.ts'
import { broken, fine } from '../../../src/core/finding.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import { withTokenGate } from '../../../src/core/token-gate.ts'
import { createApi, outcomeOf, PlazaError, questionError, startError } from './api.ts'
import { channelId, createRoute, openEvents, personId } from './receive.ts'
import { renderMessage } from './render.ts'

export type PlazaConfig = { url: string; token: string; secret: string; log: Logger; onTokenRefused(): void }

const withId = z.object({ id: z.string() })
const named = z.object({ id: z.string(), name: z.string() })
const posts = z.array(z.object({ id: z.string(), key: z.string().nullable() }))
const reactions = z.array(z.object({ user: z.string(), name: z.string() }))
const FEATURES: Feature[] = CHAT_FEATURES.filter((feature) => feature !== 'files')

/** Plaza: REST for what is sent, a WebSocket for reactions, one route for commands and buttons. */
export function createPlazaAdapter({ url, token, secret, log, onTokenRefused }: PlazaConfig): ListeningAdapter {
  const { call, eventsUrl } = createApi(url, token)
  const fetchSelf = once(async () => (await call('GET', '/me', null, withId)).id)
  let handlers: ChatHandlers | null = null
  const events = createReconnecting({
    open: async () => openEvents(eventsUrl, await fetchSelf(), () => handlers, log),
    onFailed: (err) => log.warn({ err }, 'not connected to Plaza; trying again'),
    // Plaza does not repeat what happened meanwhile; core asks `voters` then.
    onMissed: () => void handlers?.onMissed('plaza').catch((err: unknown) => log.warn({ err }, 'votes not settled')),
  })

  /** The local id of where something goes: of a person, their conversation with the bot. */
  async function placeOf(to: Place): Promise<string> {
    if ('channel' in to) return localOf(to.channel)
    return (await call('POST', '/direct', { user: localOf(to.person) }, withId)).id
  }

  async function findChannel(listed: string): Promise<ListedChannel> {
    try {
      const { id, name } = await call('GET', `/channels/${encodeURIComponent(listed)}`, null, named)
      return { listed, channel: { id: channelId(id), name }, problem: null }
    } catch (error) {
      const failure = outcomeOf(error)
      const problem = failure.kind === 'wait' ? 'Plaza cannot be reached just now' : failure.reason
      return { ...notFound(listed, problem), ...retryAfter(failure) }
    }
  }

  /** One attempt at a call that writes. */
  const attempt = async (work: () => Promise<SendOutcome>): Promise<SendOutcome> => work().catch(outcomeOf)

  const adapter: ListeningAdapter = {
    platform: 'plaza',
    routes: { '/plaza/requests': createRoute(secret, () => handlers) },
    pages: {},
    isConnected: events.isOpen,
    findChannels: (listed) => Promise.all(listed.map(findChannel)),
    examine: () =>
      fetchSelf().then(
        () => [fine('Plaza knows the token.')],
        (error: unknown) => [broken(`Plaza: ${describeError(error)}.`, 'Are PLAZA_URL and PLAZA_TOKEN right?')],
      ),
    async start(given) {
      handlers = given
      await events.start().catch((error: unknown) => Promise.reject(startError(error)))
    },
    send: ({ id: key, to, thread, message }) =>
      attempt(async () => {
        const channel = await placeOf(to)
        const body = { channel, thread: thread?.id ?? null, key, ...renderMessage(message) }
        const { id } = await call('POST', '/posts', body, withId)
        return { kind: 'sent', ref: { channel: channelId(channel), id } }
      }),
    async find({ id, to, firstAttemptAt }: Outgoing) {
      const channel = await placeOf(to)
      // A minute more, for clocks that differ.
      const since = firstAttemptAt - 60_000
      const sent = await call('GET', `/channels/${channel}/posts?since=${since}`, null, posts)
      const found = sent.find(({ key }) => key === id)
      return found ? { kind: 'found', ref: { channel: channelId(channel), id: found.id } } : { kind: 'absent' }
    },
    edit: (ref, message) =>
      attempt(async () => {
        await call('PUT', `/posts/${ref.id}`, renderMessage(message), z.unknown())
        return { kind: 'sent', ref }
      }),
    seed: (ref, emoji) =>
      attempt(async () => {
        const name = reactionName(emoji)
        if (name === null) return { kind: 'refused', reason: `Plaza has no name for ${emoji}`, permanent: true }
        await call('PUT', `/posts/${ref.id}/reactions/${name}`, {}, z.unknown())
        return { kind: 'sent', ref }
      }),
    async voters(ref) {
      const [self, all] = [await fetchSelf(), await call('GET', `/posts/${ref.id}/reactions`, null, reactions)]
      const others = all.filter(({ user }) => user !== self)
      return others.map(({ user, name }) => ({ person: personId(user), emoji: emojiOf(name) }))
    },
    async access(channel, person) {
      try {
        const path = `/channels/${localOf(channel)}/members/${localOf(person)}`
        const { role } = await call('GET', path, null, z.object({ role: z.string() }))
        return { isAdmin: role === 'owner', isFull: role !== 'guest', roles: [] }
      } catch (error) {
        if (error instanceof PlazaError && error.status === 404) return null
        throw questionError(error)
      }
    },
    features: [...FEATURES, 'connection', 'requests'],
    stop: events.stop,
  }
  return withTokenGate(adapter, async () => onTokenRefused())
}

/** `papers` of `plaza:main/papers`, `ada` of `plaza:main/ada`. */
const localOf = (id: string): string => id.replace(/^[^/]+\//, '')
