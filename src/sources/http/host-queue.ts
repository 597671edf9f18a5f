import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { createRecent } from '../../core/recent.ts'

/** How often one upstream may be asked. Milliseconds. */
export type Pace = {
  /** Requests with the same queue share the pace. */
  queue: string
  /** From one request to the next. */
  gap: number
  /** The least pause after a rate limit. */
  coolDown: number
}

export function politePace({ hostname, host, pathname }: URL): Pace {
  // arXiv: one request in three seconds, one connection, for all of its interfaces (info.arxiv.org/help/api/tou).
  // In 2026 it answers 429 long before that, and for a quarter of an hour.
  if (/(^|\.)arxiv\.org$/.test(hostname)) return { queue: 'arxiv.org', gap: 3_000, coolDown: 15 * 60_000 }
  // Hugging Face counts requests to its API and for its pages apart.
  return { queue: `${host}${pathname.startsWith('/api/') ? '/api' : ''}`, gap: 50, coolDown: 0 }
}

/** The queue before one upstream: one request at a time. */
export type HostQueue = {
  run<T>(pace: Pace, signal: AbortSignal, request: () => Promise<T>): Promise<T>
  /** The upstream wants no request before this moment, in milliseconds since the epoch. */
  pausedUntil: number
}

export function createHostQueues(): (pace: Pace) => HostQueue {
  // Hosts come from settings and redirects: those that were not asked for long are forgotten.
  const queues = createRecent<HostQueue>(500)
  return ({ queue: name }) => {
    const queue = queues.get(name) ?? createHostQueue()
    queues.set(name, queue)
    return queue
  }
}

function createHostQueue(): HostQueue {
  const oneAtATime = pLimit(1)
  let startedAt = 0
  return {
    pausedUntil: 0,
    run: (pace, signal, request) =>
      oneAtATime(async () => {
        const wait = startedAt + pace.gap - Date.now()
        if (wait > 0) await sleep(wait, undefined, { signal })
        signal.throwIfAborted()
        startedAt = Date.now()
        return request()
      }),
  }
}
