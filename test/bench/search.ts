import { join } from 'node:path'
import { corpus } from './bench.ts'
import { withDatabases } from './databases.ts'
import { print } from './printing.ts'
import { measureRelevance } from './search-relevance.ts'
import { measureSpeed } from './search-speed.ts'

// The relevance and the speed of the search, with their bars: CORPUS=<dir> npm run bench:search, or `-- relevance [--ablate]`, `-- speed`
// alone. POSTGRES=1 measures PostgreSQL, too; SCALE=1000000 takes that many invented papers instead of 100,000.
const SCALE = Number(process.env.SCALE ?? 100_000)

const asked = process.argv.slice(2)
const wants = (what: string) => asked.includes(what) || !asked.some((word) => !word.startsWith('--'))
await withDatabases(async (databases, folder) => {
  if (!corpus) print('CORPUS is not set, so relevance is not measured: CORPUS=<dir> npm run bench:search')
  else if (wants('relevance')) await measureRelevance(corpus, databases, { ablate: asked.includes('--ablate') })
  if (wants('speed'))
    for (const [name, createDatabase] of databases) {
      const plain = name === 'SQLite' ? join(folder, 'plain.db') : null
      await measureSpeed(name, await createDatabase(), { scale: SCALE, plain })
    }
})
