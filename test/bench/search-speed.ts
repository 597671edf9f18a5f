import { stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import type { Sighting } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { openSearch } from '../../src/search/search.ts'
import { collectGarbage } from './garbage.ts'
import { print } from './printing.ts'
import { createRandom, syntheticPapers, wordOfRank } from './synthetic.ts'

const ROUNDS = 150
/** Of more papers fewer questions tell enough, and FTS5 as it comes would take minutes. */
const MANY = 200_000
const ROUNDS_OF_MANY = 60
const BATCH = 500
const QUESTION = 'question of twelve words'

/** What one kind of question may take, in ms. */
function barOf(kind: string, name: string, scale: number): string {
  if (scale > MANY) return `p99 ≤ ${kind === QUESTION || kind.startsWith('filter') ? 300 : 150}`
  const [keywords, questions] = name === 'SQLite' ? [50, 100] : [100, 150]
  return `${kind === 'rare word' && name === 'SQLite' ? 'p50 ≤ 3, ' : ''}p99 ≤ ${kind === QUESTION ? questions : keywords}`
}

/** So many searches turn the program into machine code; a bot that starts asks as many of itself. */
const WARM = 12

/** Import, latency and memory with invented papers, beside FTS5 as it comes where `plain` is the file for that. */
export async function measureSpeed(
  name: string,
  url: string,
  { scale, plain }: { scale: number; plain: string | null },
): Promise<void> {
  const store = await openStore(url)
  const reference = plain === null || scale > MANY ? null : createReference(plain)
  const perSecond = await importAll(store, scale, reference)
  const size = url.startsWith('file:') ? `, ${Math.round((await stat(url.slice(5))).size / 1e6)} MB` : ''
  print(`${name}, ${scale.toLocaleString('en')} invented papers`, `${perSecond} papers/s${size}`)
  const search = await openSearch(store)
  for (let round = 0; round < WARM; round += 1)
    await search.search(`warm ${wordOfRank(round)}`, { asker: null, limit: 10, offset: 0 })
  // What the import left is not swept while somebody asks.
  await collectGarbage()
  print('  ms p50 / p99', 'p50', 'p99', ...(reference ? ['plain p50', 'plain p99'] : []))
  const [all, plainly]: [number[], number[]] = [[], []]
  let busiest = 0
  for (const [kind, createQuery] of Object.entries(queries())) {
    const [times, plainTimes]: [number[], number[]] = [[], []]
    for (let round = 0; round < (scale > MANY ? ROUNDS_OF_MANY : ROUNDS); round += 1) {
      const query = createQuery()
      const before = performance.now()
      const stretch = await longestStretch(() => search.search(query, { asker: null, limit: 10, offset: 0 }))
      times.push(performance.now() - before)
      busiest = Math.max(busiest, stretch)
      if (reference && kind !== 'filter alone') plainTimes.push(reference.time(query))
    }
    all.push(...times)
    plainly.push(...plainTimes)
    print(`  ${kind}`, ...quantiles(times), ...quantiles(plainTimes), barOf(kind, name, scale))
  }
  print('  all', ...quantiles(all), ...quantiles(plainly))
  print('  main thread: longest stretch of CPU, ms', busiest.toFixed(1), '≤ 10 ms')
  print('  memory of the process', `${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
  reference?.close()
  await search.close()
  await store.close()
}

/** The longest that this thread worked, in milliseconds of CPU, without turning to anything else. */
async function longestStretch(work: () => Promise<unknown>): Promise<number> {
  let [longest, last] = [0, process.threadCpuUsage()]
  const note = () => {
    const { user, system } = process.threadCpuUsage(last)
    longest = Math.max(longest, (user + system) / 1000)
    last = process.threadCpuUsage()
  }
  const timer = setInterval(note, 1)
  await work()
  note()
  clearInterval(timer)
  return longest
}

/** Papers a second. */
async function importAll(store: Store, scale: number, reference: ReturnType<typeof createReference> | null) {
  let took = 0
  let batch: Sighting[] = []
  const flush = async () => {
    const began = performance.now()
    await recordSightings(store, batch, Date.now(), BATCH)
    took += performance.now() - began
    reference?.add(batch)
    batch = []
  }
  for (const sighting of syntheticPapers(scale)) {
    batch.push(sighting)
    if (batch.length === BATCH) await flush()
  }
  await flush()
  return Math.round(scale / (took / 1000))
}

const FILTERS =
  'since:2025-06 until:2024-06 day:2025-03 cat:cs.CL -cat:cs.CL source:import has:code upvotes:>5 sort:votes author:sample'.split(
    ' ',
  )

function queries(): Record<string, () => string> {
  const random = createRandom(11)
  const word = (from: number, to: number) => wordOfRank(from + Math.floor(random() * (to - from)))
  return {
    'common word': () => word(0, 50),
    'rare word': () => word(2_000, 20_000),
    'two words': () => `${word(5, 300)} ${word(5, 300)}`,
    'two words, OR': () => `${word(5, 300)} OR ${word(5, 300)}`,
    'four words': () => `${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)}`,
    phrase: () => `"${word(0, 100)} ${word(0, 100)}"`,
    typo: () => `${word(300, 3_000)}q ${word(5, 300)}`,
    prefix: () => `${word(300, 20_000).slice(0, 4)}*`,
    'filter alone': () => FILTERS[Math.floor(random() * FILTERS.length)] ?? '',
    [QUESTION]: () => `${Array.from({ length: 12 }, () => word(0, 3_000)).join(' ')}?`,
    'filter and word': () => `${word(5, 300)} since:2025-01 -${word(100, 3_000)}`,
  }
}

/** FTS5 as it comes, on the same papers. */
function createReference(path: string) {
  const db = new DatabaseSync(path)
  db.exec(`create virtual table plain using fts5(title, abstract, tokenize='porter unicode61')`)
  const insert = db.prepare('insert into plain values (?, ?)')
  const select = db.prepare('select rowid, * from plain where plain match ? order by bm25(plain, 5, 1) limit 10')
  return {
    add(sightings: Sighting[]): void {
      db.exec('begin')
      for (const { paper } of sightings) insert.run(paper.title, paper.abstract)
      db.exec('commit')
    },
    /** Milliseconds for all words, then any; fields and exclusions are no part of it. */
    time(query: string): number {
      const words = query.match(/(?<![-:\w])[a-z]+\*?(?![:\w])/g) ?? []
      const quoted = words.map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}"*` : `"${word}"`))
      const before = performance.now()
      if (query.startsWith('"')) select.all(`"${words.join(' ')}"`)
      else {
        const found = query.includes(' OR ') ? 0 : select.all(quoted.join(' AND ')).length
        if (found < 10) select.all(quoted.join(' OR '))
      }
      return performance.now() - before
    },
    close: () => db.close(),
  }
}

function quantiles(values: number[]): string[] {
  if (values.length === 0) return []
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
  return [at(0.5).toFixed(1), at(0.99).toFixed(1)]
}
