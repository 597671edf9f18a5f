import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { startChatPlatform } from '../fakes/chat-platform.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder } from '../program/run.ts'
import { createFaults, createRandom } from './faults.ts'
import { type Tally, takeStock } from './tally.ts'

const PROGRAM = join(import.meta.dirname, 'program-process.ts')
/**
 * New channels before each start, which get their first digest at once: about as much work as a life is long, so that
 * a kill meets some.
 */
const CHANNELS_PER_LIFE = 12
const FAULTY = 0.25
/**
 * Most kills come after some requests of the platform's, wherever the machine's speed puts that moment; the others at
 * any time, also while starting.
 */
const IN_ITS_WORK = 0.75
const MOST_REQUESTS = 80
const LONGEST_LIFE_MS = 3_000
const MOST_OPEN = 200
/** So long without any progress means that it does not heal. */
const HEALING_MS = 90_000

/** With how often something went wrong on the way: without that, nothing was proved. */
export type ChaosTally = Tally & { faults: number }

export type ChaosOptions = {
  database: string
  /** Processes that share the database. */
  replicas: number
  /** What the platform offers to find out whether a message arrived. */
  remembers: 'nonce' | 'history'
  kills: number
  seed: number
}

/**
 * Kills the real program again and again in the middle of its work, lets it recover, and counts on the platform's
 * side.
 */
export async function runChaos({ database, replicas, remembers, kills, seed }: ChaosOptions): Promise<ChaosTally> {
  const random = createRandom(seed)
  const faults = createFaults(createRandom(seed + 1), FAULTY)
  const nonceMs = remembers === 'nonce' ? 20_000 : 0
  const options = { perSecond: null, nonceMs, visibleAfterMs: 200, latencyMs: 30, nextFault: faults.next }
  const chat = await startChatPlatform(options)
  const today = new Date().toISOString().slice(0, 10)
  const huggingFace = await startFakeHuggingFace({
    days: { [today]: items(20, { paper: { submittedOnDailyAt: `${today}T01:00:00.000Z` } }) },
  })
  const store = await patiently(() => openStore(database))
  const platform = remembers === 'nonce' ? 'discord' : 'slack'
  let channels = 0
  const subscribe = async () => {
    for (let count = 0; count < CHANNELS_PER_LIFE / replicas; count++) {
      const id = `${platform}:T${channels % 5}/C${channels}` as const
      await patiently(() => subscribeChannel(store.db, id, `c${channels}`, Date.now()))
      channels += 1
    }
  }
  const start = () =>
    startProgram(JSON.stringify({ url: chat.url, platform, nonceMs }), {
      DATABASE_URL: database,
      HF_URL: huggingFace.url,
    })
  const running = Array.from({ length: replicas }, start)
  for (let killed = 0; killed < kills; killed++) {
    // Not more work than the machine can do, however slow it is.
    if ((await patiently(() => countOpen(store, platform))) < MOST_OPEN) await subscribe()
    const victim = Math.floor(random() * replicas)
    await (random() < IN_ITS_WORK
      ? requests(chat.requests, Math.ceil(random() * MOST_REQUESTS), Promise.all(running.map(({ ready }) => ready)))
      : sleep(random() * LONGEST_LIFE_MS))
    await running[victim]?.end('SIGKILL')
    running[victim] = start()
  }
  faults.stop()
  for (const program of running) await program.end('SIGTERM')
  const healing = Array.from({ length: replicas }, start)
  await Promise.all(healing.map(({ ready }) => ready))
  await healed(store, platform, channels)
  const codes = await Promise.all(healing.map((program) => program.end('SIGTERM')))
  const tally = { ...(await patiently(() => takeStock(store, platform, chat.posts))), faults: faults.met() }
  await Promise.all([store.close(), chat.close(), huggingFace.close()])
  if (codes.some((code) => code !== 0))
    throw new Error(`A program that was asked to stop ended with ${codes.join(', ')}.`)
  return tally
}

/** On a machine that is very busy the database may be, too: that is no failure of the program that is tried. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const last = Date.now() + HEALING_MS; ; await sleep(200))
    try {
      return await work()
    } catch (error) {
      if (Date.now() > last) throw error
    }
}

/**
 * Resolves in the middle of the work: when so many more requests have come, or there seems to be nothing more to send.
 */
async function requests(count: () => number, more: number, ready: Promise<unknown>): Promise<void> {
  const goal = count() + more
  let deadline = Date.now() + HEALING_MS
  // A slow machine may take many seconds to start the program: killed before it sends, it would prove nothing.
  void ready.then(() => {
    deadline = Date.now() + 2 * LONGEST_LIFE_MS
  })
  while (count() < goal && Date.now() < deadline) await sleep(5)
}

/** Until every channel has its digest and nothing is owed any more, or nothing goes on. */
async function healed(store: Store, platform: string, channels: number): Promise<void> {
  let best = Number.POSITIVE_INFINITY
  for (let deadline = Date.now() + HEALING_MS; Date.now() < deadline; await sleep(500)) {
    const left = await patiently(() => countLeft(store, platform, channels))
    if (left === 0) return
    if (left < best) deadline = Date.now() + HEALING_MS
    best = Math.min(best, left)
  }
}

/** Messages that are owed, and digests that are not planned yet. */
async function countLeft(store: Store, platform: string, channels: number): Promise<number> {
  return (await countOpen(store, platform)) + channels - (await countDigests(store, platform))
}

async function countOpen({ db }: Store, platform: string): Promise<number> {
  const { open } = await db
    .selectFrom('deliveries')
    .select((row) => row.fn.countAll<number>().as('open'))
    .where('platform', '=', platform)
    .where((row) => row.or([row('state', 'not in', ['sent', 'held', 'dead']), row('seed_at', 'is not', null)]))
    .executeTakeFirstOrThrow()
  return Number(open)
}

async function countDigests({ db }: Store, platform: string): Promise<number> {
  const { digests } = await db
    .selectFrom('digests')
    .select((row) => row.fn.countAll<number>().as('digests'))
    .where(sql<string>`channel_id`, 'like', `${platform}:%`)
    .executeTakeFirstOrThrow()
  return Number(digests)
}

function startProgram(options: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM, options, 'start'], {
    cwd: freshFolder(),
    env: { PATH: process.env.PATH, TZ: 'UTC', LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = new Promise<number | null>((ended) => child.on('close', ended))
  let said = ''
  const ready = new Promise<void>((greeted) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-1_000)
      if (/next\s+post/i.test(said)) greeted()
    })
  })
  return {
    ready,
    /** Returns the exit code. */
    end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
      child.kill(signal)
      return exit
    },
  }
}
