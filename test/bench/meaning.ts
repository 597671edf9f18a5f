import { corpus } from './bench.ts'
import { withDatabases } from './databases.ts'
import { measureEmbedding } from './meaning-embedding.ts'
import { measureMeaning } from './meaning-relevance.ts'
import { measureMeaningSpeed } from './meaning-speed.ts'
import { print } from './printing.ts'

// The search by meaning: CORPUS=<dir> npm run bench:meaning, or `-- relevance`, `-- speed`, `-- embedding` alone. POSTGRES=1 measures PostgreSQL, too;
// MODEL=<dir> takes the model.onnx and tokenizer.json there instead of a stand-in, and is timed
// over MINUTES=10 of work, in the database KEEP=file:… when the next run shall go on there. SCALE=10000 takes that many invented papers instead of 100,000.
const { MODEL, KEEP } = process.env
const MINUTES = Number(process.env.MINUTES ?? 10)
const SCALE = Number(process.env.SCALE ?? 100_000)

const asked = process.argv.slice(2)
const wants = (what: string) => asked.includes(what) || asked.length === 0
await withDatabases(async (databases) => {
  if (!corpus) print('CORPUS is not set, so relevance is not measured: CORPUS=<dir> npm run bench:meaning')
  else if (wants('relevance')) await measureMeaning(corpus, databases)
  const create = databases.get('SQLite')
  if (corpus && MODEL && create && wants('embedding'))
    await measureEmbedding(corpus, KEEP ?? (await create()), MODEL, MINUTES)
  if (wants('speed'))
    for (const [name, createDatabase] of databases) await measureMeaningSpeed(name, await createDatabase(), SCALE)
})
