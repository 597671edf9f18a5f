import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sighting } from '../../src/paper.ts'
import { linksOf, paperIdOf } from '../../src/paper.ts'
import { openSearch, type PaperSearch } from '../../src/search/search.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { recordSightings } from '../../src/store/papers.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'
import { corpus } from './bench.ts'
import {
  abbreviationQueries,
  answerOf,
  createPlainSearch,
  type Judged,
  ndcg,
  readLines,
  recall,
  type Text,
} from './relevance.ts'
import { createRandom, syntheticPapers, wordOfRank } from './synthetic.ts'

// The relevance and the speed of the search, with their bars: CORPUS=<dir> npm run bench:search. POSTGRES=1 measures PostgreSQL, too;
// SCALE=1000000 takes that many invented papers instead of 100,000.
const SCALE = Number(process.env.SCALE ?? 100_000)

const print = (...cells: (string | number)[]): void => {
  const [what, ...rest] = cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell))
  process.stdout.write(`${(what ?? '').padEnd(46)} ${rest.map((cell) => cell.padStart(14)).join(' ')}\n`)
}

const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'))
const server = process.env.POSTGRES && !missingPostgres ? await startPostgres() : null
const databases = new Map<string, () => Promise<string>>([
  ['SQLite', async () => `file:${folder}/${crypto.randomUUID()}.db`],
  ...(server ? ([['PostgreSQL', server.createDatabase]] as const) : []),
])
try {
  if (corpus) await measureRelevance(corpus)
  else print('CORPUS is not set, so relevance is not measured: CORPUS=<dir> npm run bench:search')
  for (const [name, createDatabase] of databases) await measureSpeed(name, await createDatabase())
} finally {
  await server?.close()
  await rm(folder, { recursive: true })
}

async function measureRelevance(from: string): Promise<void> {
  const papers = readLines<Text & { authors: string[] }>(join(from, 'search/papers.jsonl'))
  const judged = (name: string) => readLines<Judged>(join(from, 'search', `${name}.jsonl`))
  const abbreviations = abbreviationQueries(papers, 150)
  const plain = createPlainSearch(papers)
  const answers = [{ name: 'plain bm25', answer: plain }]
  const open: { store: Store; search: PaperSearch }[] = []
  for (const [name, createDatabase] of databases) {
    const store = await openStore(await createDatabase())
    await recordSightings(store, papers.map(sightingOf), Date.now())
    const search = await openSearch(store)
    open.push({ store, search })
    answers.push({ name, answer: answerOf(search) })
  }
  print(`relevance, ${papers.length} papers`, ...answers.map(({ name }) => name), 'bar')
  const row = async (what: string, measure: typeof ndcg, queries: Judged[], bar: string) => {
    const cells: number[] = []
    for (const { answer } of answers) cells.push(await measure(queries, answer))
    print(what, ...cells, bar)
  }
  await row('topics, nDCG@10', ndcg, judged('topics'), '≥ 0.310')
  await row('known-item, nDCG@10', ndcg, judged('known-item'), '≥ 0.920')
  await row('typos, nDCG@10', ndcg, judged('typos'), '≥ 0.860')
  await row('abbreviations, papers with either, Recall@10', recall, abbreviations.either, '≥ 0.90')
  await row('abbreviations, papers with the other, Recall@10', recall, abbreviations.other, '')
  for (const { store, search } of open) {
    await search.close()
    await store.close()
  }
}

function sightingOf({ id, title, abstract, authors }: Text & { authors: string[] }): Sighting {
  const paperId = paperIdOf(id) ?? `url:${id}`
  const empty = { pictures: [], organization: null, keywords: [], categories: [], sourceSummary: null }
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')
  const paper = { ...empty, id: paperId, title: oneLine(title), abstract: oneLine(abstract), authors }
  const sighting = { source: 'import', day: '2026-01-01', upvotes: null, comments: null }
  return { ...sighting, paper: { ...paper, publishedAt: null, links: linksOf(paperId) } }
}

async function measureSpeed(name: string, url: string): Promise<void> {
  const store = await openStore(url)
  const started = performance.now()
  const batch: Sighting[] = []
  for (const sighting of syntheticPapers(SCALE)) {
    batch.push(sighting)
    if (batch.length === 500) await recordSightings(store, batch.splice(0), Date.now())
  }
  await recordSightings(store, batch, Date.now())
  const perSecond = Math.round(SCALE / ((performance.now() - started) / 1000))
  const size = url.startsWith('file:') ? `, ${Math.round((await stat(url.slice(5))).size / 1e6)} MB` : ''
  print(`${name}, ${SCALE.toLocaleString('en')} invented papers`, `${perSecond} papers/s${size}`)
  const search = await openSearch(store)
  await search.search('warm', { asker: null, limit: 10, offset: 0 })
  let blocked = 0
  const random = createRandom(11)
  const word = (from: number, to: number) => wordOfRank(from + Math.floor(random() * (to - from)))
  const classes: Record<string, () => string> = {
    'common word': () => word(0, 50),
    'rare word': () => word(2_000, 20_000),
    'two words': () => `${word(5, 300)} ${word(5, 300)}`,
    'two words, OR': () => `${word(5, 300)} OR ${word(5, 300)}`,
    'four words': () => `${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)} ${word(5, 3_000)}`,
    phrase: () => `"${word(0, 100)} ${word(0, 100)}"`,
    typo: () => `${word(300, 3_000)}q ${word(5, 300)}`,
    prefix: () => `${word(300, 20_000).slice(0, 4)}*`,
    'filter and word': () => `${word(5, 300)} since:2025-01 -${word(100, 3_000)}`,
  }
  const all: number[] = []
  for (const [kind, createQuery] of Object.entries(classes)) {
    const times: number[] = []
    for (let round = 0; round < 150; round += 1) {
      const query = createQuery()
      const loop = performance.eventLoopUtilization()
      const before = performance.now()
      await search.search(query, { asker: null, limit: 10, offset: 0 })
      times.push(performance.now() - before)
      blocked = Math.max(blocked, performance.eventLoopUtilization(loop).active)
    }
    if (!kind.includes('filter')) all.push(...times)
    print(`  ${kind}, ms p50 / p99`, quantile(times, 0.5).toFixed(1), quantile(times, 0.99).toFixed(1))
  }
  print(
    '  all but filters, ms p50 / p99',
    quantile(all, 0.5).toFixed(1),
    quantile(all, 0.99).toFixed(1),
    url.startsWith('file') ? '≤ 50 ms' : '≤ 100 ms',
  )
  print('  main thread busy for one search at most, ms', blocked.toFixed(1), '', '≤ 10 ms')
  print('  memory of the process', `${Math.round(process.memoryUsage.rss() / 1e6)} MB`)
  await search.close()
  await store.close()
}

function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
