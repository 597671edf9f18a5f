import { setTimeout as sleep } from 'node:timers/promises'

/** How often one upstream may be asked. Milliseconds. */
export type Pace = {
  /** Requests with the same queue share the pace. */
  queue: string
  /** From one request to the next. */
  gap: number
  /** The least pause after it said that it had enough. */
  coolDown: number
}

/** How often the host of this address wants to be asked. */
export function politePace({ hostname, host, pathname }: URL): Pace {
  // arXiv: one request every three seconds over a single connection, for all of its interfaces together (info.arxiv.org/help/api/tou).
  // In 2026 it answers 429 long before that, and for a quarter of an hour.
  if (/(^|\.)arxiv\.org$/.test(hostname)) return { queue: 'arxiv.org', gap: 3_000, coolDown: 15 * 60_000 }
  // Hugging Face counts requests to its API and for its pages apart.
  return { queue: `${host}${pathname.startsWith('/api/') ? '/api' : ''}`, gap: 50, coolDown: 0 }
}

/** The queue before one upstream: one request at a time. */
export type HostQueue = {
  /** Runs `request` when its turn has come. */
  run<T>(pace: Pace, signal: AbortSignal, request: () => Promise<T>): Promise<T>
  /** Nobody asks before this moment, in milliseconds since the epoch. */
  pauseUntil(until: number): void
  /** The moment before which the upstream wants no request; 0 when there is none. */
  pausedUntil(): number
}

export function createHostQueues(): (pace: Pace) => HostQueue {
  const queues = new Map<string, HostQueue>()
  return ({ queue: name }) => {
    const queue = queues.get(name) ?? createHostQueue()
    // Hosts come from settings, and from redirects: the ones least used are forgotten.
    queues.delete(name)
    queues.set(name, queue)
    if (queues.size > MAX_QUEUES) for (const oldest of queues.keys().take(1)) queues.delete(oldest)
    return queue
  }
}

const MAX_QUEUES = 500

function createHostQueue(): HostQueue {
  let last: Promise<unknown> = Promise.resolve()
  let startedAt = 0
  let pausedUntil = 0
  return {
    run(pace, signal, request) {
      const before = last
      const mine = (async () => {
        await before.catch(() => {})
        const wait = Math.max(startedAt + pace.gap, 0) - Date.now()
        if (wait > 0) await sleep(wait, undefined, { signal })
        signal.throwIfAborted()
        startedAt = Date.now()
        return request()
      })()
      last = mine
      return mine
    },
    pauseUntil(until) {
      pausedUntil = Math.max(pausedUntil, until)
    },
    pausedUntil: () => (pausedUntil > Date.now() ? pausedUntil : 0),
  }
}
