import { setTimeout as sleep } from 'node:timers/promises'
import { type IIdentifyThrottler, Routes } from 'discord.js'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Rest } from '../rest/rest.ts'

/** Discord takes one new session in so long, of each shard that shares its remainder by `max_concurrency`. */
const TURN_MS = 5_000
const ASK_AGAIN_MS = 500

const gatewayInfo = z.object({
  url: z.string(),
  shards: z.number(),
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    reset_after: z.number(),
    max_concurrency: z.number(),
  }),
})

/** The right to do alone what only one process may do; false when it is over. */
export type Lead = { isHeld(): boolean; release(): Promise<void> }
/** Null while another process has it. */
export type TryLead = (name: string) => Promise<Lead | null>

export type Identify = Awaited<ReturnType<typeof openIdentify>>

type IdentifyContext = { rest: Rest; log: Logger; lead: TryLead; shards: number | null; signal: AbortSignal }

/** New sessions: how many shards there are, when the next session may start, and one process at a time. */
export async function openIdentify({ rest, log, lead, shards, signal }: IdentifyContext) {
  const fetchInfo = async () => gatewayInfo.parse(await rest.call('GET', Routes.gatewayBot()))
  const first = await fetchInfo()
  const of = shards ?? first.shards
  const releasing = new Set<Promise<void>>()

  /** Keeps a turn for its time, in this process and all others. */
  function endTurn(turn: Lead): void {
    const ended = sleep(TURN_MS, undefined, { signal, ref: false })
      .catch(() => {})
      .then(turn.release)
      .finally(() => releasing.delete(ended))
    releasing.add(ended)
  }

  const throttler: IIdentifyThrottler = {
    async waitForIdentify(shard, closed) {
      const name = `discord identify ${shard % first.session_start_limit.max_concurrency}`
      let turn = await lead(name)
      while (!turn) {
        await sleep(ASK_AGAIN_MS, undefined, { signal: closed })
        turn = await lead(name)
      }
      endTurn(turn)
    },
  }

  return {
    of,
    gateway: first,
    throttler,
    /** Returns when the day’s budget has room for another session. */
    async afford(): Promise<void> {
      const { session_start_limit: limit } = await fetchInfo()
      const wait = identifyPause(limit, of)
      if (wait === 0) return
      log.error(
        { ...limit, seconds: Math.round(wait / 1000) },
        'many sessions were started today: the next one waits, so that Discord does not reset the token. Does Paperboy keep crashing?',
      )
      await sleep(wait, undefined, { signal, ref: false })
    },
    close: () => Promise.all(releasing),
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
