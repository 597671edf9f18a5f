import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import { z } from 'zod'
import { subscribeChannel } from '../../src/channels/channels.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { processOwner } from '../../src/db/process-owner.ts'
import { planDue } from '../../src/digest/plan/plan.ts'
import { writeMessages } from '../../src/digest/write/write-planned.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { TIMEOUTS } from '../../src/outbox/timeouts.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { createState } from '../../src/state/state.ts'
import type { Summarize } from '../../src/summaries/summary.ts'
import { createChatClient } from '../fakes/chat-client.ts'
import { traitsOf } from '../fakes/traits.ts'
import { aSighting } from '../fixtures/papers.ts'
import { measureBareLoop, measureBarePlanning } from './bare-loop.ts'

/**
 * One process of the fan-out: plans when it is told so, waits for a line on stdin, then sends until nothing is owed.
 */
const options = z
  .object({
    database: z.string(),
    platform: z.string(),
    /** The same without a limit, for the bare loop. */
    unlimited: z.string(),
    perSecond: z.number(),
    /** Channels to plan for; 0 leaves planning to another process. */
    channels: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''))

const DAY = '2026-03-31'
const NOON = Date.parse(`${DAY}T12:00:00Z`)
const TEAMS = 500
/** Three are posted, the rest is one list: six messages with the heading and the last line. */
const PAPERS = 15
const MESSAGES = 6
const defaults: Defaults = {
  timezone: 'UTC',
  postAt: '09:00',
  postDays: [1, 2, 3, 4, 5],
  papersPerDay: 3,
  sources: ['huggingface'],
  language: 'en',
}

/** Summaries have a benchmark of their own. */
const summarize: Summarize = async () => ({
  lines: ['What it is.', 'How it works.', 'What came out.'],
  by: 'extract',
  model: null,
})

const log = pino({ level: 'silent' })
const store = await openStore(options.database)
if (options.channels > 0) say(await plan(store, options.channels))
else say({})

for await (const _ of createInterface({ input: process.stdin })) break
const delay = monitorEventLoopDelay({ resolution: 5 })
const client = createChatClient({ platform: 'discord', url: options.platform, timeoutMs: 10_000, nonceMs: 0 })
const outbox = createOutbox({
  store,
  log,
  adapters: new Map([['discord', client]]),
  allowances: {
    discord: {
      ...UNLIMITED,
      platform: { perSecond: options.perSecond, burst: 1 },
      place: { perSecond: 1, burst: 5 },
    },
  },
  timeouts: TIMEOUTS,
  owner: processOwner,
  now: store.now,
  onChannelRefused: async () => {},
})
let memory = 0
const sampling = setInterval(() => {
  memory = Math.max(memory, process.memoryUsage.rss() / 1e6)
}, 250)
delay.enable()
const before = process.cpuUsage()
await outbox.settled()
const { user, system } = process.cpuUsage(before)
delay.disable()
clearInterval(sampling)
await outbox.stop()
await client.stop()
const bare = options.channels > 0 ? await measureBareLoop(store, options.unlimited) : 0
await store.close()
say({
  cpu: (user + system) / 1000,
  bare,
  delayP99: milliseconds(delay.percentile(99)),
  delayMax: milliseconds(delay.max),
  memory,
})

async function plan(store: Store, channels: number) {
  await store.write(async (db) => {
    for (let index = 0; index < channels; index++)
      await subscribeChannel(db, `discord:G${index % TEAMS}/C${index}` as const, `c${index}`, NOON)
  })
  const sightings = Array.from({ length: PAPERS }, (_, index) =>
    aSighting(`2603.${10_000 + index}`, DAY, { upvotes: 100 - index }),
  )
  await recordSightings(store, sightings, NOON - 3_600_000)
  const delay = monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  const start = performance.now()
  const context = {
    store,
    defaults,
    traitsOf,
    summarize,
    log,
    signal: new AbortController().signal,
    state: createState(store.now),
  }
  const planned = await planDue(context, NOON)
  const planning = performance.now() - start
  delay.disable()
  const worded = await writeMessages(context)
  const wording = performance.now() - start - planning
  return {
    planned,
    planning,
    barePlanning: await measureBarePlanning(store, channels, MESSAGES),
    planDelayP99: milliseconds(delay.percentile(99)),
    planDelayMax: milliseconds(delay.max),
    worded,
    wording,
  }
}

function milliseconds(nanoseconds: number): number {
  return nanoseconds / 1e6
}

function say(facts: Record<string, number>): void {
  process.stdout.write(`${JSON.stringify(facts)}\n`)
}
