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
  const [ownBefore, child] = [process.memoryUsage.rss(), childProcess()]
  const startedAt = performance.now()
  const cpuBefore = processorSeconds(child)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await createPaperEmbedder({ store, embedder, log, signal })(() => performance.now() - startedAt < minutes * 60_000)
  delay.disable()
  const made = (await countMade()) - before
  const [clock, cpu] = [(performance.now() - startedAt) / 1_000, processorSeconds(child) - cpuBefore]
  print(`${made} papers (${before} had vectors), BGE small`, 'processor', 'on the clock', 'bar')
  for (const [what, papers, bar] of [
    ['8,000 papers, minutes', YEAR, 45],
    ['the newest month of them, minutes', MONTH, 4],
  ] as const)
    print(what, (cpu / made / 60) * papers, (clock / made / 60) * papers, `≤ ${bar}`)
  print('event loop meanwhile, p99, ms', delay.percentile(99) / 1e6, '≤ 20')
  print('the model’s process, MB at most', statusOf(child, 'VmHWM') / 1_024, '≤ 350')
  await sleep(2 * IDLE_MS)
  print('it is there when there is nothing to do', String(childProcess() !== null), 'false')
  print('the bot’s own memory after it, MB more', (process.memoryUsage.rss() - ownBefore) / 2 ** 20, '≤ 30')
  await store.close()

  async function countMade(): Promise<number> {
    return (await store.db.selectFrom('vectors').select('paper_seq').execute()).length
  }
}

const statusOf = (process: number | null, field: string): number =>
  Number(readFileSync(`/proc/${process}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))?.[1])

/** Linux alone tells of other processes. */
function childProcess(): number | null {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return all.find((one) => fieldsOf(one)[1] === String(process.pid)) ?? null
}

const TICKS = 100

function processorSeconds(process: number | null): number {
  const fields = process === null ? [] : fieldsOf(process)
  return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** What `/proc/<pid>/stat` says behind the name: state, parent …; nothing when it has ended meanwhile. */
function fieldsOf(process: number): string[] {
  try {
    return readFileSync(`/proc/${process}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  } catch {
    return []
  }
}
