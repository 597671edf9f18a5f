import type { Sighting } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { openSearch } from '../../src/search/search.ts'
import { quantize } from '../../src/search/vectors/quantize.ts'
import { forgetVectors, NEWEST, saveVectors, vectorPage, writeSpace } from '../../src/search/vectors/stored-vectors.ts'
import { loadExtension } from '../../src/search/vectors/vectors.ts'
import { print } from './printing.ts'
import { createRandom, syntheticPapers, wordOfRank } from './synthetic.ts'

const ROUNDS = 100
const BATCH = 500
const TOPICS = 300

/** How long a search takes with vectors, beside the same search without. */
export async function measureMeaningSpeed(name: string, url: string, scale: number): Promise<void> {
  const store = await openStore(url)
  await importAll(store, scale)
  const { extension } = await loadExtension(store)
  for (const dimensions of [384, 1536]) {
    const createVector = vectorMaker(dimensions)
    await fill(store, dimensions, createVector)
    const byWords = await openSearch(store)
    const byMeaning = await openSearch(store, {
      model: 'invented',
      isLocal: true,
      extension,
      vectorOf: async () => createVector(),
    })
    print(`${name}, ${scale.toLocaleString('en')} papers, ${dimensions} numbers`, ...HEADINGS, 'bar')
    const limits = { asker: null, limit: 10, offset: 0 }
    for (const [kind, createQuery] of Object.entries(queries())) {
      const [words, meaning]: [Taken[], Taken[]] = [[], []]
      for (let round = 0; round < ROUNDS; round += 1) {
        const query = createQuery()
        words.push(await take(() => byWords.search(query, limits)))
        meaning.push(await take(() => byMeaning.search(query, limits)))
      }
      print(`  ${kind}`, ...quantiles(words), ...quantiles(meaning), url.startsWith('file') ? '≤ 50 ms' : '≤ 100 ms')
    }
    const pages = await timePages(store)
    print('  longest of the looks for papers without a vector, ms', Math.max(...pages).toFixed(1), '≤ 20 ms')
    await byWords.close()
    await byMeaning.close()
  }
  await store.close()
}

async function importAll(store: Store, scale: number): Promise<void> {
  let batch: Sighting[] = []
  for (const sighting of syntheticPapers(scale)) {
    batch.push(sighting)
    if (batch.length < BATCH) continue
    await recordSightings(store, batch, Date.now(), BATCH)
    batch = []
  }
  await recordSightings(store, batch, Date.now(), BATCH)
}

/** Papers are about some topics, and none is about nothing. */
function vectorMaker(dimensions: number): () => Float32Array {
  const random = createRandom(13)
  const noise = () => random() + random() + random() - 1.5
  const topics = Array.from({ length: TOPICS }, () => Float32Array.from({ length: dimensions }, noise))
  return () => {
    const topic = topics[Math.floor(random() * TOPICS)]
    return Float32Array.from({ length: dimensions }, (_, index) => (topic?.[index] ?? 0) + 1.5 * noise())
  }
}

async function fill(store: Store, dimensions: number, createVector: () => Float32Array): Promise<void> {
  while (await store.write((db) => forgetVectors(db, BATCH)));
  await writeSpace(store.db, { model: 'invented', dimensions })
  const rows = await store.db.selectFrom('papers').select(['seq', 'changed_at']).execute()
  for (let start = 0; start < rows.length; start += BATCH) {
    const vectors = rows.slice(start, start + BATCH).map(({ seq, changed_at }) => {
      return { seq, ofChange: changed_at, hash: '', vector: quantize(createVector()) }
    })
    await store.write((db) => saveVectors(db, store.dialect, vectors))
  }
}

async function timePages(store: Store): Promise<number[]> {
  const times: number[] = []
  for (let place: typeof NEWEST | null = NEWEST; place !== null; ) {
    const before = performance.now()
    const page: Awaited<ReturnType<typeof vectorPage>> = await vectorPage(store.db, place, 500)
    times.push(performance.now() - before)
    place = page.next
  }
  return times
}

function queries(): Record<string, () => string> {
  const random = createRandom(11)
  const word = (from: number, to: number) => wordOfRank(from + Math.floor(random() * (to - from)))
  return {
    'common word': () => word(0, 50),
    'rare word': () => word(2_000, 20_000),
    'two words': () => `${word(5, 300)} ${word(5, 300)}`,
    'four words': () => `${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)}`,
    'filter and word': () => `${word(5, 300)} since:2025-01 -${word(100, 3_000)}`,
    'narrow filter and word': () => `${word(5, 300)} day:2024-05-01`,
  }
}

/** Milliseconds: on the clock, and of this process's processor time, on which others who are at work have no say. */
type Taken = { clock: number; cpu: number }

const HEADINGS = ['words p50', 'p99', 'CPU', 'meaning p50', 'p99', 'CPU']

async function take(search: () => Promise<unknown>): Promise<Taken> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  await search()
  const { user, system } = process.cpuUsage(used)
  return { clock: performance.now() - began, cpu: (user + system) / 1_000 }
}

function quantiles(taken: Taken[]): string[] {
  const at = (of: keyof Taken, part: number) => {
    const sorted = taken.map((one) => one[of]).toSorted((a, b) => a - b)
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1)
  }
  return [at('clock', 0.5), at('clock', 0.99), at('cpu', 0.5)]
}
