import { GatewayDispatchEvents as Event, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { MayServe } from '../../src/core/allowed-teams.ts'
import type { ChatAdapter, Finding, ListedChannel } from '../../src/core/chat.ts'
import { CHAT_FEATURES } from '../../src/core/feature.ts'
import { TokenRefused, withTokenGate } from '../../src/core/token-gate.ts'
import { createBackground } from '../shared/background.ts'
import { createAccess, type FindManagerRole } from './access.ts'
import { findChannels } from './channels.ts'
import { createGateway } from './connect.ts'
import { reasonOf } from './errors.ts'
import { examineDiscord } from './examine.ts'
import type { TryLead } from './gateway/identify.ts'
import type { GatewayEvent } from './gateway/shard.ts'
import { registerCommands } from './interactions/commands.ts'
import { createLongValues } from './interactions/custom-id.ts'
import { createInteractions } from './interactions/interactions.ts'
import { createEvents } from './receive.ts'
import { createRest } from './rest/rest.ts'
import { createPosts } from './send.ts'
import { fetchVoters } from './voters.ts'

export type DiscordConfig = {
  token: string
  /** Looked up when missing. */
  applicationId: string | undefined
  apiUrl: string | undefined
  /** Connections to the gateway; null takes as many as Discord recommends. */
  shards: number | null
  messageContent: boolean
  /** Unset: every server. */
  mayServe?: MayServe
  log: Logger
  /** Makes this process the only one that does something; each shard has one listener. */
  lead: TryLead
  /** Nothing is asked of Discord until the program starts with another token. */
  onTokenRefused(): void
  findManagerRole: FindManagerRole
}

export type DiscordAdapter = ChatAdapter & {
  /** The channels that numbers in the settings mean. */
  findChannels(listed: string[]): Promise<ListedChannel[]>
  /** What `doctor` says about Discord. */
  examine(listed: string[]): Promise<Finding[]>
  /** Whether it hears what people do, in every shard. */
  isConnected(): boolean
}

const identity = z.object({ id: z.string() })

/** Discord, on the REST and gateway parts of discord.js: nothing is kept of servers, members or messages. */
export function createDiscordAdapter(config: DiscordConfig): DiscordAdapter {
  const { log } = config
  const rest = createRest(config)
  const values = createLongValues()
  const { access, remember, forget } = createAccess(rest, config.findManagerRole)
  const { track, finished } = createBackground(log)
  const fetchSelf = once(async () => ({ user: identity.parse(await rest.call('GET', Routes.user())).id }))
  const fetchApplication = once(
    async () => config.applicationId ?? identity.parse(await rest.call('GET', '/applications/@me')).id,
  )
  const posts = createPosts({ rest, log, fetchSelf })
  let gateway: ReturnType<typeof createGateway> | null = null

  const adapter: DiscordAdapter = {
    platform: 'discord',
    async start(handlers) {
      let hear: (happening: GatewayEvent) => Promise<void> = async () => {}
      gateway = createGateway({
        ...config,
        rest,
        async prepare() {
          const [application, { user: self }] = await Promise.all([fetchApplication(), fetchSelf()])
          if (await registerCommands(rest, application)) log.info('/papers registered with Discord')
          const listen = createEvents({ rest, handlers, log, self, forget, mayServe: config.mayServe ?? (() => true) })
          const interact = createInteractions({ rest, log, application, handlers, values, remember })
          hear = async (happening) =>
            happening.name === Event.InteractionCreate ? interact(happening.data) : listen(happening)
        },
        hear: (happening) => track(hear(happening)),
        onReady: () => track(handlers.onMissed('discord')),
      })
      await gateway.open()
    },
    async send(delivery) {
      for (const { buttons } of delivery.message.cards)
        for (const button of buttons) if ('value' in button) values.remember(button.value)
      return posts.send(delivery)
    },
    find: posts.find,
    edit: posts.edit,
    seed: posts.seed,
    voters: (ref) => fetchVoters(rest, ref),
    access,
    features: [...CHAT_FEATURES, 'connection'],
    findChannels: (listed) => findChannels(rest, fetchApplication, listed),
    examine: (listed) =>
      examineDiscord({
        rest,
        self: fetchSelf,
        application: fetchApplication,
        listed,
        messageContent: config.messageContent,
      }),
    isConnected: () => gateway?.isConnected() ?? false,
    async stop() {
      await gateway?.close()
      await finished()
    },
  }
  return withTokenGate(adapter, async () => {})
}

/** Asked for once; a failure is not remembered. */
function once<T>(fetchIt: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () => {
    asked ??= fetchIt().catch((error: unknown) => {
      asked = null
      throw error instanceof TokenRefused ? error : new Error(reasonOf(error), { cause: error })
    })
    return asked
  }
}
