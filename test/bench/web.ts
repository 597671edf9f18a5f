import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { createArchiveLinks } from '../../src/access/reader-links.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import { subscribeChannel } from '../../src/channels/channels.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Sighting } from '../../src/core/paper.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { createMetrics } from '../../src/ops/metrics/metrics.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { openSearch, warmUp } from '../../src/search/search.ts'
import { createState } from '../../src/state/state.ts'
import { openWebServer } from '../../src/web/server.ts'
import { createSite } from '../../src/web/site.ts'
import { fakeChat } from '../fakes/chat.ts'
import { noHttp } from '../fakes/http.ts'
import { listen } from '../fakes/listen.ts'
import { readAbstracts } from '../fakes/texts.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'
import { type Bench, beside, p99 } from './bench.ts'
import { syntheticPapers, wordOfRank } from './synthetic.ts'

const PAPERS = 100_000
const ROUNDS = 150
const CHANNEL: ChannelId = 'slack:T1/C1'
const LAST_DAY = Date.UTC(2024, 0, 1) + Math.floor((PAPERS - 1) / 150) * 86_400_000

const PAGES = {
  days: () => '/archive',
  'a day': (round: number) => `/archive/${dayBefore(round)}`,
  'a week': (round: number) => `/archive/${dayBefore(round * 3)}.week`,
  'a month': (round: number) => `/archive/${dayBefore(round * 4).slice(0, 7)}`,
  'a paper': (round: number) => `/archive/paper?id=arxiv:2101.${String(round * 600).padStart(5, '0')}`,
  search: (round: number) => `/archive/search?q=${wordOfRank(5 + round)}+${wordOfRank(300 + round)}`,
  numbers: () => '/archive/numbers',
} satisfies Record<string, (round: number) => string>

/** Pages of the archive over HTTP: one after the other, each address asked for once. */
export const web: Bench[] = [
  {
    what: `web: an archive page at ${PAPERS.toLocaleString('en')} papers`,
    bar: 'p99 ≤ 50 ms, ≤ 60 kB',
    run: () => turnPages(`file:${join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'bench.db')}`),
  },
  {
    what: 'web: the same on PostgreSQL',
    bar: 'p99 ≤ 100 ms, ≤ 60 kB',
    async run() {
      if (!process.env.POSTGRES) return { skipped: 'POSTGRES=1 measures it' }
      if (missingPostgres) return { skipped: missingPostgres }
      const server = await startPostgres()
      const url = await server.createDatabase()
      // As the server does by itself a minute after so many rows came.
      return turnPages(url, { most: 100, rest: () => server.run('vacuum analyze', url) }).finally(server.close)
    },
  },
]

/** `most`: milliseconds. */
async function turnPages(url: string, { most = 50, rest = async () => {} } = {}) {
  const store = await openStore(url)
  await fill(store)
  await rest()
  const site = await serve(store)
  const slowest: string[] = []
  let [worst, largest] = [0, 0]
  for (const [name, addressOf] of Object.entries(PAGES)) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now()
      const page = await site.get(addressOf(round), round)
      if (round > 0) times.push(performance.now() - started)
      largest = Math.max(largest, page.byteLength)
    }
    const slow = p99(times)
    slowest.push(`${name} ${slow.toFixed(0)}`)
    worst = Math.max(worst, slow)
  }
  await site.close()
  const bare = await turnBarePages(largest)
  const measured = `p99 ${beside(worst, 'a bare server', bare)} (${slowest.join(', ')}), ${(largest / 1000).toFixed(0)} kB`
  return { measured, met: worst <= most && largest <= 60_000 }
}

/** p99 of a server that does nothing but send so many bytes. */
async function turnBarePages(bytes: number): Promise<number> {
  const body = Buffer.alloc(bytes)
  const server = await listen(createServer((_request, response) => response.end(body)))
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now()
    await (await fetch(server.url)).arrayBuffer()
    if (round > 0) times.push(performance.now() - started)
  }
  await server.close()
  return p99(times)
}

const dayBefore = (days: number): string => new Date(LAST_DAY - days * 86_400_000).toISOString().slice(0, 10)

async function fill(store: Store): Promise<void> {
  await subscribeChannel(store.db, CHANNEL, 'papers', 0)
  const batch: Sighting[] = []
  for (const sighting of syntheticPapers(PAPERS)) {
    batch.push(sighting)
    if (batch.length === 500) await recordSightings(store, batch.splice(0), LAST_DAY, 500)
  }
  await recordSightings(store, batch, LAST_DAY, 500)
}

async function serve(real: Store) {
  const store = { ...real, now: () => LAST_DAY }
  const search = await openSearch(store)
  // As the bot does when it starts.
  await warmUp(search)
  const signer = createSigner('a secret of some length')
  const links = createArchiveLinks(signer, 'http://localhost', store.now)
  const site = createSite(
    {
      store,
      search,
      readText: readAbstracts,
      signer,
      archive: links,
      letters: null,
      adapters: new Map([['slack', fakeChat('slack')]]),
      connections: [],
      sources: [],
      state: createState(store.now),
      log: pino({ level: 'silent' }),
      http: noHttp,
      signal: new AbortController().signal,
      defaults: { timezone: 'UTC', postAt: '09:00', postDays: [1], papersPerDay: 5, language: 'en', sources: [] },
    },
    createMetrics(),
  )
  const server = await openWebServer(0, site, '127.0.0.1')
  const cookie = `paperboy_archive=${new URL(links.open(CHANNEL, 'slack:T1/U1')).searchParams.get('t')}`
  return {
    async get(path: string, round: number): Promise<ArrayBuffer> {
      // Nobody asks so often that they are taken for a flood.
      const headers = { cookie, 'x-forwarded-for': `10.0.0.${round}` }
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return answer.arrayBuffer()
    },
    async close(): Promise<void> {
      await server.close()
      await search.close()
      await real.close()
    },
  }
}
