import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { openStore } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { createPostgresEngine } from '../../src/search/engines/postgres.ts'
import { createSqliteEngine } from '../../src/search/engines/sqlite.ts'
import { createSearcher } from '../../src/search/searcher.ts'
import { DEADLINE_MS } from '../../src/search/thread/thread.ts'
import { aSighting } from '../fixtures/papers.ts'
import { anyQuery } from '../fixtures/queries.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'

// Whatever is typed, an answer or a sentence, within the deadline: npm run fuzz:search [QUERIES] [SEED]. POSTGRES=1 asks PostgreSQL.
const [queries = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
const asker = { team: 'slack:T1', person: 'slack:T1/U1', channels: [] } as const

const folder = await mkdtemp(join(tmpdir(), 'paperboy-fuzz-'))
const server = process.env.POSTGRES && !missingPostgres ? await startPostgres() : null
const store = await openStore(server ? await server.createDatabase() : `file:${folder}/paperboy.db`)
const abstract = 'C++ agents recall a:b in 数据 with τ, “quotes”, and (brackets).'
const papers = Array.from({ length: 20 }, (_, index) => `2603.${String(index).padStart(5, '0')}`)
await recordSightings(
  store,
  papers.map((id) => aSighting(id, '2026-03-01', { paper: { abstract } })),
  1,
)
const searcher = createSearcher(server ? createPostgresEngine(store.db) : createSqliteEngine(store.db))
let [answered, slowest, slowestQuery] = [0, 0, '']
try {
  await fc.assert(
    fc.asyncProperty(anyQuery(), async (query) => {
      const began = performance.now()
      const limits = { asker: { ...asker, channels: [] }, limit: 5, offset: 0, until: Date.now() + DEADLINE_MS }
      const { hits, total, problems } = await searcher.search(query, limits)
      const took = performance.now() - began
      if (took > slowest) [slowest, slowestQuery] = [took, query]
      if (hits.length > total) throw new Error(`${hits.length} of ${total}`)
      const stranger = problems.find((problem) => !/^\P{Ll}.*\.$/su.test(problem))
      if (stranger !== undefined) throw new Error(`no sentence: ${stranger}`)
      answered += 1
      if (answered % 10_000 === 0) process.stdout.write(`${answered.toLocaleString('en')} answered\n`)
    }),
    { numRuns: queries, seed },
  )
  process.stdout.write(
    `${answered.toLocaleString('en')} of ${queries.toLocaleString('en')} queries answered (seed ${seed}), the slowest in ${Math.round(slowest)} ms: ${JSON.stringify(slowestQuery.slice(0, 80))}\n`,
  )
} finally {
  await store.close()
  await server?.close()
  await rm(folder, { recursive: true })
}
