import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  GatewayCloseCodes as Close,
  DefaultWebSocketManagerOptions,
  GatewayIntentBits as Intent,
  type ManagerShardEventsMap,
  type SessionInfo,
  SimpleShardingStrategy,
} from 'discord.js'
import { pauseAfter } from '../../shared/network/reconnect.ts'
import { NEW_TOKEN } from '../connect.ts'
import type { GatewayConfig } from './gateway.ts'
import type { Identify } from './identify.ts'

/** GuildMessages tells which were deleted; what they say needs the privileged intent. */
const INTENTS = Intent.Guilds | Intent.GuildMessages | Intent.GuildMessageReactions

/** Refusals that only a person can correct: the library does not try again. */
const REMEDIES = new Map<number, string>([
  [Close.AuthenticationFailed, `DISCORD_TOKEN is refused: ${NEW_TOKEN}`],
  [Close.InvalidShard, 'DISCORD_SHARDS does not fit: set it to auto'],
  [Close.ShardingRequired, 'the bot is in too many servers for these shards: set DISCORD_SHARDS to auto'],
  [
    Close.DisallowedIntents,
    'switch on “Message Content Intent” at discord.com/developers → Bot, or set DISCORD_MESSAGE_CONTENT=off',
  ],
  [Close.InvalidIntents, 'an intent is unknown to Discord: is DISCORD_API_URL right?'],
  [Close.InvalidAPIVersion, 'version 10 of the API is gone: Paperboy needs an update'],
])

export type GatewayEvent = { name: string; data: unknown }

type ShardContext = Pick<GatewayConfig, 'token' | 'messageContent' | 'log' | 'hear' | 'onReady'> & {
  identify: Identify
  onRefused(): void
}

/** What the strategy wants: the WebSocketManager of @discordjs/ws. discord.js exports its own, which needs a Client. */
type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0]
/** By their names: discord.js exports another `WebSocketShardEvents`, too. */
type ShardEvents = { [Name in keyof ManagerShardEventsMap as `${Name}`]: ManagerShardEventsMap[Name] }

/** One connection: discord.js identifies, resumes and beats; pauses and care for the day’s sessions are added here. */
export function createShard(
  { token, messageContent, log, identify, hear, onReady, onRefused }: ShardContext,
  shard: number,
) {
  const stopping = new AbortController()
  let session: SessionInfo | null = null
  let failures = 0
  let isAway = false
  let isConnected = false

  const manager = Object.assign(new EventEmitter<ShardEvents>(), {
    options: {
      ...DefaultWebSocketManagerOptions,
      token,
      intents: INTENTS | (messageContent ? Intent.MessageContent : 0),
      buildIdentifyThrottler: () => identify.throttler,
      async retrieveSessionInfo() {
        // Asked before each connection: the one place to wait in, since the library tries again twice a second.
        if (isAway) await waitBeforeConnecting()
        return session
      },
      updateSessionInfo(_: number, next: SessionInfo | null) {
        session = next
      },
    },
    fetchGatewayInformation: async () => identify.gateway,
    getShardCount: async () => identify.of,
  })
  const strategy = new SimpleShardingStrategy(manager as unknown as Manager)
  manager.on('dispatch', ({ data }) => hear({ name: data.t, data: data.d }))
  manager.on('hello', () => {
    isAway = false
  })
  manager.on('ready', () => {
    back()
    onReady()
  })
  manager.on('resumed', back)
  manager.on('closed', ({ code }) => fail(code))
  manager.on('error', ({ error }) => log.debug({ shard, reason: error.message }, 'Discord’s gateway failed'))

  /** Never returns once stopped: a stopped shard must not connect again. */
  async function waitBeforeConnecting(): Promise<void> {
    try {
      await sleep(pauseAfter(failures), undefined, { signal: stopping.signal, ref: false })
      if (!session) await identify.waitForBudget()
    } catch {
      if (stopping.signal.aborted) await new Promise<never>(() => {})
    }
  }

  function fail(code: number): void {
    isAway = true
    isConnected = false
    failures += 1
    const remedy = REMEDIES.get(code)
    if (remedy) {
      log.error({ shard, code }, `Discord’s gateway refuses Paperboy: ${remedy}`)
      onRefused()
    } else if (failures === 2)
      log.warn({ shard, code }, 'Discord’s gateway is away: reactions and commands wait; posts still go out')
  }

  function back(): void {
    if (failures > 1) log.info({ shard }, 'Discord’s gateway is back')
    failures = 0
    isAway = false
    isConnected = true
  }

  return {
    isConnected: () => isConnected,
    async open(): Promise<void> {
      await identify.waitForBudget()
      // What is left of an attempt that failed.
      await strategy.destroy()
      await strategy.spawn([shard])
      await strategy.connect()
    },
    async close(): Promise<void> {
      stopping.abort()
      await strategy.destroy()
    },
  }
}

export type OpenShard = ReturnType<typeof createShard>
