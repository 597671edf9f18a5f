import type { Logger } from 'pino'
import { z } from 'zod'
import { reactionName, votesOf } from '../../../adapters/shared/emoji.ts'
import { createEvents } from '../../../adapters/shared/network/reconnect.ts'
import { createRestClient } from '../../../adapters/shared/network/rest.ts'
import { once } from '../../../adapters/shared/once.ts'
import type { ChatHandlers, ListedChannel, Place } from '../../../src/core/chat.ts'
import { CHAT_FEATURES } from '../../../src/core/feature.ts'
import { withTokenGate } from '../../../src/core/network/token-gate.ts'
import type { ListeningAdapter } from '../../../src/core/setup.ts'
import { channelId, localOf, personId } from './ids.ts'
import { createRequests, openEvents } from './receive.ts'
import { renderMessage } from './render.ts'

export type PlazaConfig = { url: string; token: string; secret: string; log: Logger; onTokenRefused(): void }

const withId = z.object({ id: z.string() })
const named = z.object({ id: z.string(), name: z.string() })
const posts = z.array(z.object({ id: z.string(), key: z.string().nullable() }))
const reactions = z.array(z.object({ user: z.string(), name: z.string() }))

/** Plaza: REST for what is sent, a WebSocket for reactions, one route for commands and buttons. */
export function createPlazaAdapter({ url, token, secret, log, onTokenRefused }: PlazaConfig): ListeningAdapter {
  const { call, attempt, ask, examine, notLookedUp, failStart } = createRestClient({
    label: 'Plaza',
    url: `${url}/api`,
    token,
    setting: 'PLAZA_TOKEN',
    whyLasting: ({ status }) => (status === 404 ? 'Plaza knows no such channel or post' : null),
  })
  const fetchSelf = once(async () => (await call('GET', '/me', null, withId)).id)
  let handlers: ChatHandlers | null = null
  const core = () => handlers
  const eventsUrl = `${url.replace(/^http/, 'ws')}/api/events?token=${token}`
  const open = async (core: ChatHandlers) => openEvents({ url: eventsUrl, self: await fetchSelf(), core, log })
  const events = createEvents({ platform: 'plaza', log, core, open })

  /** Plaza’s own id of where something goes: of a person, their conversation with the bot. */
  async function placeOf(to: Place): Promise<string> {
    if ('channel' in to) return localOf(to.channel)
    return (await call('POST', '/direct', { user: localOf(to.person) }, withId)).id
  }

  async function findChannel(listed: string): Promise<ListedChannel> {
    try {
      const { id, name } = await call('GET', `/channels/${encodeURIComponent(localOf(listed))}`, null, named)
      return { listed, channel: { id: channelId(id), name }, problem: null }
    } catch (error) {
      return notLookedUp(listed, error)
    }
  }

  const findChannels = (listed: string[]) => Promise.all(listed.map(findChannel))

  const adapter: ListeningAdapter = {
    platform: 'plaza',
    routes: { '/plaza/requests': createRequests(secret, core) },
    pages: {},
    isConnected: events.isOpen,
    findChannels,
    examine: (channels) => examine(fetchSelf, () => findChannels(channels)),
    async start(given) {
      handlers = given
      await events.start().catch(failStart)
    },
    send: ({ id: key, to, thread, message }) =>
      attempt(async () => {
        const channel = await placeOf(to)
        const body = { channel, thread: thread?.id ?? null, key, ...renderMessage(message) }
        return { channel: channelId(channel), id: (await call('POST', '/posts', body, withId)).id }
      }),
    async find({ id, to, firstAttemptAt }) {
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
        return ref
      }),
    async seed(ref, emoji) {
      const name = reactionName(emoji)
      if (name === null) return { kind: 'refused', reason: `Plaza has no name for ${emoji}`, permanent: true }
      return attempt(async () => {
        await call('PUT', `/posts/${ref.id}/reactions/${name}`, {}, z.unknown())
        return ref
      })
    },
    async voters(ref) {
      const self = await fetchSelf()
      const all = await ask(() => call('GET', `/posts/${ref.id}/reactions`, null, reactions))
      const given = all?.map(({ user, name }) => ({ person: personId(user), name })) ?? []
      return votesOf(given, personId(self))
    },
    access: (channel, person) =>
      ask(async () => {
        const path = `/channels/${localOf(channel)}/members/${localOf(person)}`
        const { role } = await call('GET', path, null, z.object({ role: z.string() }))
        return { isAdmin: role === 'owner', isFull: role !== 'guest', roles: [], zone: null }
      }),
    features: [
      ...CHAT_FEATURES.filter((feature) => feature !== 'files' && feature !== 'forms'),
      'connection',
      'requests',
    ],
    stop: events.stop,
  }
  return withTokenGate(adapter, async () => onTokenRefused())
}
