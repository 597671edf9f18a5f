import { setTimeout as sleep } from 'node:timers/promises'
import { TokenRefused } from '../../../src/core/network/token-gate.ts'
import type { Lead } from '../../../src/core/setup.ts'
import { retry } from '../../shared/network/reconnect.ts'
import type { Rest } from '../connect.ts'
import { reasonOf, refusedToken } from '../errors.ts'
import type { DiscordConfig } from '../index.ts'
import { type Identify, openIdentify } from './identify.ts'
import { createShard, type GatewayEvent, type OpenShard } from './shard.ts'

/** How often a process asks for the shards that nobody listens to. */
const TAKE_OVER_MS = 5_000
/** A process with more shards asks later, so that processes share them. */
const TAKEOVER_DELAY_MS = 100
const REFUSED_PAUSE_MS = 600_000

const NOT_YET = 'not connected to Discord’s gateway yet; trying again'

export type GatewayConfig = Pick<DiscordConfig, 'token' | 'shards' | 'messageContent' | 'log' | 'tryLead'> & {
  rest: Rest
  prepare(): Promise<void>
  hear(event: GatewayEvent): void
  /** A new session: what happened before it is not repeated. */
  onReady(): void
}

/** Discord’s events. Each shard has one listener among all processes; another takes over within 30 s. */
export function createGateway(config: GatewayConfig) {
  const { tryLead, log, prepare } = config
  const owned = new Map<number, { lead: Lead; shard: OpenShard }>()
  const stopping = new AbortController()
  const { signal } = stopping
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false })
  let identify: Identify | null = null
  let watch: NodeJS.Timeout | undefined
  let claiming: Promise<Promise<unknown>[]> | null = null

  /** Asks for the shards without a listener; what is opened hears when its promise resolves. */
  async function claimFreeShards(known: Identify): Promise<Promise<unknown>[]> {
    const opening: Promise<unknown>[] = []
    for (let number = 0; number < known.of && identify === known; number += 1) {
      const own = owned.get(number)
      if (own?.lead.isHeld()) continue
      if (own) await release(number)
      await pause(TAKEOVER_DELAY_MS * owned.size)
      const taken = await tryLead(`discord shard ${number} of ${known.of}`)
      if (!taken) continue
      const shard = createShard({ ...config, identify: known, onRefused }, number)
      owned.set(number, { lead: taken, shard })
      opening.push(keepOpening(shard, number))
    }
    return opening
  }

  /** The library tries again by itself, but for the first connection. */
  function keepOpening(shard: OpenShard, number: number): Promise<unknown> {
    const open = async () => (owned.get(number)?.shard === shard ? shard.open() : undefined)
    const onFailed = (error: unknown) => {
      if (identify === null || error instanceof TokenRefused) throw error
      log.warn({ shard: number, reason: reasonOf(error) }, NOT_YET)
    }
    return retry(open, { signal, onFailed }).catch(() => {})
  }

  async function release(number: number): Promise<void> {
    const own = owned.get(number)
    owned.delete(number)
    await own?.shard.close()
    await own?.lead.release()
  }

  /** One round at a time; one that fails is followed by another. */
  function claim(known: Identify): Promise<Promise<unknown>[]> {
    claiming ??= claimFreeShards(known)
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ reason: String(error) }, 'shards not asked for; the next round does')
        return []
      })
      .finally(() => {
        claiming = null
      })
    return claiming
  }

  async function connect(): Promise<void> {
    await prepare()
    const known = await openIdentify({ ...config, signal })
    identify = known
    watch = setInterval(() => void claim(known), TAKE_OVER_MS).unref()
    await Promise.all(await claim(known))
  }

  /** Throws when the token is refused. */
  function keepConnecting(): Promise<unknown> {
    const onFailed = (error: unknown) => {
      const refused = refusedToken(error)
      if (refused) throw refused
      log.warn({ reason: reasonOf(error) }, NOT_YET)
    }
    return retry(connect, { signal, onFailed })
  }

  async function disconnect(): Promise<void> {
    const known = identify
    identify = null
    clearInterval(watch)
    await claiming
    await Promise.all([...owned.keys()].map(release))
    await known?.close()
  }

  /** Starts from the beginning, since the number of shards may be wrong; once, however many were refused. */
  function onRefused(): void {
    if (identify === null) return
    const paused = disconnect().then(() => pause(REFUSED_PAUSE_MS))
    void paused.then(keepConnecting).catch(() => {})
  }

  return {
    /** Whether every shard of this process hears; one that stands by has none. */
    isConnected: () => identify !== null && [...owned.values()].every(({ shard }) => shard.isConnected()),
    /** Returns when it hears, and tries until it does. */
    open: keepConnecting,
    async close(): Promise<void> {
      stopping.abort()
      await disconnect()
    },
  }
}
