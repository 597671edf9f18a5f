import { GatewayDispatchEvents as Event, Routes } from 'discord.js'
import { z } from 'zod'
import { CHAT_FEATURES } from '../../src/core/feature.ts'
import { withTokenGate } from '../../src/core/network/token-gate.ts'
import type { ConnectContext, ListeningAdapter } from '../../src/core/setup.ts'
import { createBackground } from '../shared/background.ts'
import { once } from '../shared/once.ts'
import { createAccess } from './access.ts'
import { findChannels } from './channels.ts'
import { createRest } from './connect.ts'
import { createGateway } from './connection/gateway.ts'
import type { GatewayEvent } from './connection/shard.ts'
import { rethrowInWords } from './errors.ts'
import { examineDiscord } from './examine.ts'
import { createInteractions, SLOW_MS } from './interactions/interactions.ts'
import { registerCommands } from './manifest.ts'
import { createEvents } from './receive.ts'
import { createPosts } from './send.ts'

export type DiscordConfig = Pick<ConnectContext, 'log' | 'mayServe' | 'tryLead' | 'kept'> & {
  token: string
  /** Looked up when missing. */
  applicationId: string | undefined
  apiUrl: string | undefined
  /** Connections to the gateway; null takes as many as Discord recommends. */
  shards: number | null
  messageContent: boolean
  /** After so long somebody is shown that an answer is on its way, in milliseconds. */
  slowMs?: number
  /** Nothing is asked of Discord until the program starts with another token. */
  onTokenRefused(): void
}

const identity = z.object({ id: z.string() })

/** Discord, on the REST and gateway parts of discord.js: nothing is kept of servers, members or messages. */
export function createDiscordAdapter(config: DiscordConfig): ListeningAdapter {
  const { log, mayServe, messageContent, kept, slowMs = SLOW_MS } = config
  const rest = createRest(config)
  const { access, permissions, remember, forget } = createAccess(rest)
  const { track, finished } = createBackground(log)
  const fetchId = async (route: `/${string}`) => identity.parse(await rest.call('GET', route).catch(rethrowInWords)).id
  const fetchSelf = once(() => fetchId(Routes.user()))
  const fetchApplication = once(async () => config.applicationId ?? (await fetchId(Routes.currentApplication())))
  const stopping = new AbortController()
  const { signal } = stopping
  let gateway: ReturnType<typeof createGateway> | null = null

  const adapter: ListeningAdapter = {
    platform: 'discord',
    async start(handlers) {
      let hear: (event: GatewayEvent) => Promise<void> = async () => {}
      gateway = createGateway({
        ...config,
        rest,
        async prepare() {
          const [application, self] = await Promise.all([fetchApplication(), fetchSelf()])
          if (await registerCommands(rest, application)) log.info('/papers registered with Discord')
          const listen = createEvents({ rest, handlers, log, self, forget, mayServe, signal })
          const interact = createInteractions({ rest, log, application, handlers, kept, slowMs, remember, self })
          hear = async (event) => (event.name === Event.InteractionCreate ? interact(event.data) : listen(event))
        },
        hear: (event) => track(hear(event)),
        onReady: () => track(handlers.onMissed('discord')),
      })
      await gateway.open()
    },
    ...createPosts({ rest, log, kept, fetchSelf }),
    access,
    features: [...CHAT_FEATURES, 'connection', ...(messageContent ? (['messages'] as const) : [])],
    findChannels: (listed, isAsked = false) =>
      findChannels({ rest, fetchApplication, fetchSelf, permissions: isAsked ? permissions : null }, listed),
    examine: (channels) => examineDiscord({ rest, fetchSelf, fetchApplication, messageContent }, channels),
    isConnected: () => gateway?.isConnected() ?? false,
    routes: {},
    pages: {},
    async stop() {
      stopping.abort()
      await gateway?.close()
      await finished()
    },
  }
  return withTokenGate(adapter, async () => {})
}
