import { setTimeout as sleep } from 'node:timers/promises'

/** How often one upstream may be asked. Milliseconds. */
export type Pace = {
  /** Requests with the same lane share the pace. */
  lane: string
  /** From one request to the next. */
  gap: number
  /** The least pause after it said that it had enough. */
  coolDown: number
}

/** How often the host of this address wants to be asked. */
export function politePace({ hostname, host, pathname }: URL): Pace {
  // arXiv: one request every three seconds over a single connection, for all of its interfaces together (info.arxiv.org/help/api/tou).
  // In 2026 it answers 429 long before that, and for a quarter of an hour.
  if (/(^|\.)arxiv\.org$/.test(hostname)) return { lane: 'arxiv.org', gap: 3_000, coolDown: 15 * 60_000 }
  // Hugging Face counts requests to its API and for its pages apart.
  return { lane: `${host}${pathname.startsWith('/api/') ? '/api' : ''}`, gap: 50, coolDown: 0 }
}

/** The queue before one upstream: one request at a time. */
export type HostQueue = {
  /** Runs `request` when its turn has come. */
  turn<T>(pace: Pace, signal: AbortSignal, request: () => Promise<T>): Promise<T>
  /** Nobody asks before this moment, in milliseconds since the epoch. */
  rest(until: number): void
  /** The moment before which the upstream wants no request; 0 when there is none. */
  restsUntil(): number
}

export function createHostQueues(): (pace: Pace) => HostQueue {
  const lanes = new Map<string, HostQueue>()
  return ({ lane: name }) => {
    const lane = lanes.get(name) ?? createLane()
    // Hosts come from settings, and from redirects: the ones least used are forgotten.
    lanes.delete(name)
    lanes.set(name, lane)
    if (lanes.size > MAX_LANES) for (const oldest of lanes.keys().take(1)) lanes.delete(oldest)
    return lane
  }
}

const MAX_LANES = 500

function createLane(): HostQueue {
  let last: Promise<unknown> = Promise.resolve()
  let startedAt = 0
  let rests = 0
  return {
    turn(pace, signal, request) {
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
    rest(until) {
      rests = Math.max(rests, until)
    },
    restsUntil: () => (rests > Date.now() ? rests : 0),
  }
}
