import { setTimeout as sleep } from 'node:timers/promises'
import { type IIdentifyThrottler, Routes } from 'discord.js'
import { z } from 'zod'
import { createBackground } from '../../shared/background.ts'
import { pause } from '../../shared/network/reconnect.ts'
import type { GatewayConfig } from './gateway.ts'

/** Discord takes one new session in so long, of each shard that shares its remainder by `max_concurrency`. */
const TURN_MS = 5_000
const ASK_AGAIN_MS = 500

const limits = z.object({
  total: z.number(),
  remaining: z.number(),
  reset_after: z.number(),
  max_concurrency: z.number(),
})
const gatewayInfo = z.object({ url: z.string(), shards: z.number(), session_start_limit: limits })

export type Identify = Awaited<ReturnType<typeof openIdentify>>

type IdentifyContext = Pick<GatewayConfig, 'rest' | 'log' | 'tryLead' | 'shards'> & { signal: AbortSignal }

/** When a session may start. discord.js’s SimpleIdentifyThrottler knows one process, and nothing of a day’s budget. */
export async function openIdentify({ rest, log, tryLead, shards, signal }: IdentifyContext) {
  const fetchInfo = async () => gatewayInfo.parse(await rest.call('GET', Routes.gatewayBot()))
  const first = await fetchInfo()
  const of = shards ?? first.shards
  const { track, finished } = createBackground(log)

  const throttler: IIdentifyThrottler = {
    async waitForIdentify(shard, closed) {
      const name = `discord identify ${shard % first.session_start_limit.max_concurrency}`
      let turn = await tryLead(name)
      while (!turn) {
        await sleep(ASK_AGAIN_MS, undefined, { signal: closed })
        turn = await tryLead(name)
      }
      // A turn is kept for its time, in this process and all others.
      track(pause(TURN_MS, signal).then(turn.release))
    },
  }

  return {
    of,
    gateway: first,
    throttler,
    /** Returns when the day’s budget has room for another session. */
    async waitForBudget(): Promise<void> {
      const { session_start_limit: limit } = await fetchInfo()
      const wait = identifyPause(limit, of)
      if (wait === 0) return
      log.error({ ...limit, seconds: Math.round(wait / 1000) }, MANY_SESSIONS)
      await sleep(wait, undefined, { signal, ref: false })
    },
    close: finished,
  }
}

const MANY_SESSIONS =
  'many sessions were started today: the next one waits, so that Discord does not reset the token. ' +
  'Does Paperboy keep crashing?'

/**
 * Milliseconds until the next session may start. Discord resets the token of a bot that starts more than 1,000 a day:
 * in the second half of that budget, starts are spread over the rest of the day.
 */
export function identifyPause(
  { total, remaining, reset_after }: Omit<z.output<typeof limits>, 'max_concurrency'>,
  shards: number,
): number {
  if (remaining >= total / 2 && remaining >= shards) return 0
  if (remaining < shards) return reset_after
  return Math.ceil((reset_after * shards) / (remaining + 1))
}
