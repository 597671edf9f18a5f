import { setTimeout as sleep } from 'node:timers/promises'
import { type SessionInfo, WebSocketShardEvents as Shard, WebSocketManager } from '@discordjs/ws'
import { GatewayCloseCodes as Close, GatewayIntentBits as Intent, Routes } from 'discord-api-types/v10'
import type { Logger } from 'pino'
import { z } from 'zod'
import { reasonOf } from './outcome.ts'
import type { Rest } from './rest.ts'

/** So long a start waits to hear; after that it goes on without, and hears later. */
const START_MS = 20_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** After Discord refused what only a person can mend. */
const REFUSED_PAUSE_MS = 600_000

/** Messages only for those deleted; what they say is not told without the privileged intent. */
const INTENTS = Intent.Guilds | Intent.GuildMessages | Intent.GuildMessageReactions

const REMEDIES = new Map<number, string>([
  [
    Close.AuthenticationFailed,
    'DISCORD_TOKEN is refused: make a new one at discord.com/developers → Bot → Reset Token, and start again',
  ],
  [Close.InvalidShard, 'DISCORD_SHARDS does not fit: set it to auto'],
  [Close.ShardingRequired, 'the bot is in too many servers for these shards: set DISCORD_SHARDS to auto'],
  [
    Close.DisallowedIntents,
    'switch on “Message Content Intent” at discord.com/developers → Bot, or set DISCORD_MESSAGE_CONTENT=off',
  ],
  [Close.InvalidIntents, 'an intent is unknown to Discord: is DISCORD_API_URL right?'],
  [Close.InvalidAPIVersion, 'version 10 of the API is gone: Paperboy needs an update'],
])

const gatewayInfo = z.object({
  shards: z.number(),
  session_start_limit: z.object({ total: z.number(), remaining: z.number(), reset_after: z.number() }),
})

/** One thing that happened; `key` names it among all others. */
export type Happening = { name: string; data: unknown; key: string }

export type GatewayConfig = {
  rest: Rest
  token: string
  /** Null: as many as Discord recommends. */
  shards: number | null
  messageContent: boolean
  log: Logger
  /** What must be known before the first event. */
  prepare(): Promise<void>
  hear(happening: Happening): void
  /** A new session: what happened before it is not repeated. */
  onReady(): void
}

/**
 * Discord’s events as they come, with nothing kept of them: `@discordjs/ws` identifies, resumes and beats. What it lacks is added here:
 * pauses between attempts, and care for the sessions a bot may start in a day.
 */
export function createGateway({ rest, token, shards, messageContent, log, prepare, hear, onReady }: GatewayConfig) {
  const sessions = new Map<number, SessionInfo>()
  const failures = new Map<number, number>()
  const offline = new Set<number>()
  const stopping = new AbortController()
  let manager: WebSocketManager | null = null
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopping.signal, ref: false })

  function createManager(): WebSocketManager {
    const created = new WebSocketManager({
      token,
      rest: rest.library,
      intents: INTENTS | (messageContent ? Intent.MessageContent : 0),
      shardCount: shards,
      async retrieveSessionInfo(shard) {
        // Asked before each connection, too: the one place to wait in, since the library tries again twice a second for ever.
        if (offline.has(shard)) await pause(pauseAfter(failures.get(shard) ?? 0)).catch(() => never)
        return sessions.get(shard) ?? null
      },
      updateSessionInfo(shard, session) {
        if (session) sessions.set(shard, session)
        else sessions.delete(shard)
      },
    })
    created.on(Shard.Dispatch, ({ data, shardId }) => {
      const session = sessions.get(shardId)?.sessionId ?? ''
      hear({ name: data.t, data: data.d, key: `${session}:${data.s}` })
    })
    created.on(Shard.Hello, ({ shardId }) => offline.delete(shardId))
    created.on(Shard.Ready, ({ shardId }) => {
      backOnline(shardId)
      onReady()
    })
    created.on(Shard.Resumed, ({ shardId }) => backOnline(shardId))
    created.on(Shard.Closed, ({ shardId, code }) => fail(shardId, code))
    created.on(Shard.Error, ({ shardId, error }) =>
      log.debug({ shard: shardId, reason: error.message }, 'Discord’s gateway failed'),
    )
    return created
  }

  function fail(shard: number, code: number): void {
    offline.add(shard)
    const count = (failures.get(shard) ?? 0) + 1
    failures.set(shard, count)
    const remedy = REMEDIES.get(code)
    if (remedy) {
      log.error({ shard, code }, `Discord’s gateway refuses Paperboy: ${remedy}`)
      void pause(REFUSED_PAUSE_MS).then(reopen, () => {})
    } else if (count === 2)
      log.warn({ shard, code }, 'Discord’s gateway is away: reactions and commands wait; posts still go out')
  }

  function backOnline(shard: number): void {
    if ((failures.get(shard) ?? 0) > 1) log.info({ shard }, 'Discord’s gateway is back')
    failures.delete(shard)
    offline.delete(shard)
  }

  async function connect(): Promise<void> {
    await prepare()
    const info = gatewayInfo.parse(await rest.call('GET', Routes.gatewayBot()))
    const wait = identifyPause(info.session_start_limit, shards ?? info.shards)
    if (wait > 0)
      log.error(
        { ...info.session_start_limit, seconds: Math.round(wait / 1000) },
        'many sessions were started today: the next one waits, so that Discord does not reset the token. Does Paperboy keep crashing?',
      )
    if (wait > 0) await pause(wait)
    manager = createManager()
    await manager.connect()
  }

  async function keepConnecting(): Promise<void> {
    for (let failed = 2; !stopping.signal.aborted; failed += 1) {
      try {
        return await connect()
      } catch (error) {
        if (stopping.signal.aborted) return
        log.warn({ reason: reasonOf(error) }, 'not connected to Discord’s gateway yet; trying again')
        await pause(pauseAfter(failed)).catch(() => {})
      }
    }
  }

  async function reopen(): Promise<void> {
    await manager?.destroy()
    await keepConnecting()
  }

  return {
    isConnected: () => sessions.size > 0 && failures.size === 0,
    /** Returns when it hears, or after a while without; then it keeps trying. */
    open: () => Promise.race([keepConnecting(), pause(START_MS).catch(() => {})]),
    async close(): Promise<void> {
      stopping.abort()
      await manager?.destroy()
    },
  }
}

/**
 * Milliseconds until the next session may start. Discord resets the token of a bot that starts more than 1,000 a day: in the second half of
 * that budget, starts are spread over the rest of the day.
 */
export function identifyPause(
  { total, remaining, reset_after }: { total: number; remaining: number; reset_after: number },
  shards: number,
): number {
  if (remaining >= total / 2 && remaining >= shards) return 0
  if (remaining < shards) return reset_after
  return Math.ceil((reset_after * shards) / (remaining + 1))
}

/** None after the first failure, then twice as long each time, with jitter. */
function pauseAfter(failures: number): number {
  if (failures <= 1) return 0
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 2, 10), LONGEST_PAUSE_MS)
  return longest * (0.5 + Math.random() / 2)
}

/** A stopped gateway must not connect again. */
const never = new Promise<never>(() => {})
