import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { openStore } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { createPaperEmbedder } from '../../src/search/vectors/embed-papers.ts'
import { createEmbedder } from '../../src/search/vectors/embedder.ts'
import { modelOf, openEncoder } from './meaning-relevance.ts'
import { print } from './printing.ts'
import { readLines } from './relevance.ts'
import { type Recorded, sightingOf } from './search-relevance.ts'

const YEAR = 8_000
const MONTH = YEAR / 12
const IDLE_MS = 1_000

/**
 * What it takes to give papers vectors by the model of this machine, newest first, for as many minutes as one has; a
 * second run on the same database goes on there. Processor time, on which others who are at work have no say.
 */
export async function measureEmbedding(from: string, url: string, model: string, minutes: number): Promise<void> {
  const idle = await delayWhile(() => sleep(10_000))
  const store = await openStore(url)
  await recordSightings(store, readLines<Recorded>(join(from, 'search/papers.jsonl')).map(sightingOf), Date.now())
  const encoder = openEncoder(model, IDLE_MS)
  const embed = async (texts: string[], signal: AbortSignal) => ({
    vectors: await encoder.embed(texts, signal),
    tokens: 0,
  })
  const log = pino({ level: 'silent' })
  const { signal } = new AbortController()
  const embedder = createEmbedder({ model: modelOf(embed), dailyTokens: 1e12, store, log })
  await embedder.probe(signal)
  const before = await countMade()
  const ownBefore = process.memoryUsage.rss()
  const used = watchChild()
  const startedAt = performance.now()
  const embedPapers = createPaperEmbedder({ store, embedder, log, signal })
  const delay = await delayWhile(() => embedPapers(() => performance.now() - startedAt < minutes * 60_000))
  const made = (await countMade()) - before
  const clock = (performance.now() - startedAt) / 1_000
  const { cpu, memory } = used()
  print(`${made} papers (${before} had vectors), BGE small`, 'processor', 'on the clock', 'bar')
  for (const [what, papers, bar] of [
    ['8,000 papers, minutes', YEAR, 45],
    ['the newest month of them, minutes', MONTH, 4],
  ] as const)
    print(what, (cpu / made / 60) * papers, (clock / made / 60) * papers, `≤ ${bar}`)
  print('event loop meanwhile, p99, ms; of an idle program', delay, idle, '≤ 20')
  print('the model’s process, MB at most', memory, '≤ 350')
  await sleep(2 * IDLE_MS)
  print('it is there when there is nothing to do', String(childProcess() !== null), 'false')
  print('the bot’s own memory after it, MB more', (process.memoryUsage.rss() - ownBefore) / 2 ** 20, '≤ 30')
  await store.close()

  async function countMade(): Promise<number> {
    return (await store.db.selectFrom('vectors').select('paper_seq').execute()).length
  }
}

/** The 99th percentile of how late timers were, in milliseconds. */
async function delayWhile(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await work()
  delay.disable()
  return delay.percentile(99) / 1e6
}

/** Processor seconds of the model's processes, of which there is one after the other, and the most MB that one had. */
function watchChild(): () => { cpu: number; memory: number } {
  const seconds = new Map<number, number>()
  let memory = 0
  const look = () => {
    const child = childProcess()
    if (child === null) return
    const fields = fieldsOf(child)
    seconds.set(child, (Number(fields[11]) + Number(fields[12])) / TICKS || 0)
    memory = Math.max(memory, peakOf(child))
  }
  look()
  const before = sum([...seconds.values()])
  // Looking takes this process ten milliseconds.
  const timer = setInterval(look, 5_000)
  return () => {
    clearInterval(timer)
    look()
    return { cpu: sum([...seconds.values()]) - before, memory }
  }
}

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Linux alone tells of other processes. */
function childProcess(): number | null {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return all.find((one) => fieldsOf(one)[1] === String(process.pid)) ?? null
}

const TICKS = 100

/** What `/proc/<pid>/stat` says behind the name: state, parent …; nothing when it has ended meanwhile. */
const fieldsOf = (process: number): string[] => read(process, 'stat').split(') ').at(-1)?.split(' ') ?? []

/** MB. */
const peakOf = (process: number): number => Number(/VmHWM:\s+(\d+)/.exec(read(process, 'status'))?.[1] ?? 0) / 1_024

function read(process: number, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
