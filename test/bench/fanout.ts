import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startChatPlatform } from '../fakes/chat-platform.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'
import { freshFolder } from '../program/run.ts'

/** `npm run bench:fanout -- [--channels N] [--limit L] [--database sqlite|postgres]`: six messages to each channel through a platform that allows L requests a second. */
const { values } = parseArgs({
  options: {
    channels: { type: 'string', default: '10000' },
    limit: { type: 'string', default: '500' },
    database: { type: 'string' },
  },
})
const channels = Number(values.channels)
const limit = Number(values.limit)
/** Short of the limit by what timers and the network may bunch together. */
const PACE = 0.954
const MESSAGES = 6
const NOWHERE = 'http://127.0.0.1:9'

const REPLICA = join(import.meta.dirname, 'fanout-process.ts')
/** As bin/paperboy.js starts the program. */
const FLAGS = ['--optimize-for-size', '--heap-growing-percent=50']
const env = { ...process.env, NODE_COMPILE_CACHE: freshFolder() }
let missed = 0

await startOnce()

for (const database of values.database ? [values.database] : ['sqlite', 'postgres']) {
  if (database === 'postgres' && missingPostgres) say(`– PostgreSQL: skipped, ${missingPostgres}`)
  else await fanOut(database === 'postgres' ? 3 : 1)
}
process.exitCode = missed > 0 ? 1 : 0

async function fanOut(replicas: number): Promise<void> {
  const server = replicas > 1 ? await startPostgres() : null
  const database = server ? await server.createDatabase() : `file:${freshFolder()}/fanout.db`
  ownMachine()
  const platform = await startChatPlatform({
    perSecond: limit,
    nonceMs: 0,
    visibleAfterMs: 0,
    latencyMs: 10,
    nextFault: () => null,
  })
  const unlimited = await startChatPlatform({
    perSecond: null,
    nonceMs: 0,
    visibleAfterMs: 0,
    latencyMs: 10,
    nextFault: () => null,
  })
  const perSecond = limit * PACE
  const started = Array.from({ length: replicas }, (_, index) =>
    startReplica({
      database,
      platform: platform.url,
      unlimited: unlimited.url,
      perSecond,
      channels: index === 0 ? channels : 0,
    }),
  )
  say(
    `${server ? `PostgreSQL, ${replicas} replicas` : 'SQLite'}: ${channels} channels × ${MESSAGES}, ${limit} requests/s`,
  )
  const [plan = {}] = await Promise.all(started.map((replica) => replica.facts()))
  const bareRows = `their rows alone ${seconds(plan.barePlanning)}`
  const ratio = `${(Number(plan.planning) / Number(plan.barePlanning)).toFixed(1)} ×`
  judge(
    'planned',
    `${plan.planned} in ${seconds(plan.planning)}, ${bareRows}: ${ratio}`,
    Number(plan.planning) <= 5_000,
    '≤ 5 s',
  )
  say(
    `  event loop while planning: p99 ${ms(plan.planDelayP99)}, longest ${ms(plan.planDelayMax)}; worded in ${seconds(plan.wording)}`,
  )
  const platformDelay = monitorEventLoopDelay({ resolution: 5 })
  platformDelay.enable()
  for (const { child } of started) child.stdin?.end('\n')
  const results = await Promise.all(started.map((replica) => replica.facts()))
  const times = platform.posts.map(({ at }) => at)
  const took = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const own = ((channels * MESSAGES) / limit) * 1000
  const distinct = new Set(platform.posts.map(({ delivery }) => delivery)).size
  const worst = (name: string) => Math.max(...results.map((result) => result[name] ?? Number.NaN))
  judge(
    'delivered',
    `${distinct}, ${platform.posts.length - distinct} twice`,
    distinct === channels * MESSAGES && distinct === platform.posts.length,
    'all, once',
  )
  judge(
    'total time',
    `${seconds(took)} = ${(took / own).toFixed(3)} × the limit’s own ${seconds(own)}`,
    took <= 1.05 * own,
    '≤ 1.05 ×',
  )
  judge('rejected for pace', String(platform.rejected()), platform.rejected() === 0, '0')
  say(
    `  the platform itself stood still for ${ms(platformDelay.max / 1e6)} at most: what arrives meanwhile, arrives at once`,
  )
  judge(
    'event-loop delay',
    `p99 ${ms(worst('delayP99'))}, longest ${ms(worst('delayMax'))}`,
    worst('delayP99') <= 20,
    'p99 ≤ 20 ms',
  )
  judge('resident memory', `${worst('memory').toFixed(0)} MB at most`, worst('memory') <= 200, '≤ 200 MB')
  const sum = (name: string) => results.reduce((all, result) => all + (result[name] ?? 0), 0)
  const [perMessage, bare] = [sum('cpu') / (channels * MESSAGES), sum('bare')]
  judge(
    'CPU of a message',
    `${ms(perMessage)}; a bare claim, fetch and settle ${ms(bare)}: ${(bare / perMessage).toFixed(2)} ×`,
    bare / perMessage >= 0.3,
    '≥ 0.3 × the bare loop',
  )
  await unlimited.close()
  await platform.close()
  await server?.close()
}

/** The platform has a machine of its own, in truth: here at least it does not wait for the bot’s turn on a core, where it may say so. */
function ownMachine(): void {
  try {
    setPriority(-20)
  } catch {
    say('  the platform shares its cores with the bot: only root may give it precedence')
  }
}

/** What strips types from TypeScript stays in memory on the very first start, and is not needed on any other. */
async function startOnce(): Promise<void> {
  const database = `file:${freshFolder()}/first.db`
  const { child, facts } = startReplica({
    database,
    platform: NOWHERE,
    unlimited: NOWHERE,
    perSecond: limit,
    channels: 0,
  })
  await facts()
  child.stdin?.end('\n')
  await facts()
  await once(child, 'exit')
}

type Facts = Record<string, number>

function startReplica(options: Record<string, unknown>): { child: ChildProcess; facts(): Promise<Facts> } {
  const child = spawn(process.execPath, [...FLAGS, REPLICA, JSON.stringify(options)], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (child.pid) setPriority(child.pid, 0)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    async facts() {
      const { value } = await lines.next()
      if (value === undefined) throw new Error('A replica ended before it was done; its error stands above.')
      return JSON.parse(value)
    },
  }
}

function judge(what: string, measured: string, met: boolean, bar: string): void {
  if (!met) missed += 1
  say(`${met ? '✔' : '✖'} ${what.padEnd(18)} ${measured.padEnd(52)} bar ${bar}`)
}

function seconds(milliseconds: number | undefined): string {
  return `${((milliseconds ?? Number.NaN) / 1000).toFixed(2)} s`
}

function ms(milliseconds: number | undefined): string {
  return `${(milliseconds ?? Number.NaN).toFixed(1)} ms`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
