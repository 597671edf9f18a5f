import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import pino from 'pino'
import { openStore, type Store } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import { createSqliteDialect } from '../../src/db/sqlite.ts'
import type { Embed } from '../../src/models/embed.ts'
import type { EmbeddingModel } from '../../src/models/embedding-model.ts'
import { createEncoder } from '../../src/models/local/encoder.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { createPostgresEngine } from '../../src/search/engines/postgres.ts'
import { createSqliteEngine } from '../../src/search/engines/sqlite.ts'
import { openSearch, type VectorOptions } from '../../src/search/search.ts'
import { createPaperEmbedder } from '../../src/search/vectors/embed-papers.ts'
import { createEmbedder } from '../../src/search/vectors/embedder.ts'
import { cosine, quantize } from '../../src/search/vectors/quantize.ts'
import { createQueryEmbedder } from '../../src/search/vectors/query-vectors.ts'
import { readNumbers } from '../../src/search/vectors/stored-vectors.ts'
import { createVectorSearch } from '../../src/search/vectors/vector-search.ts'
import { loadExtension } from '../../src/search/vectors/vectors.ts'
import type { Databases } from './databases.ts'
import { print } from './printing.ts'
import { abbreviationQueries, answerOf, type Judged, ndcg, readLines, recall } from './relevance.ts'
import { type Recorded, sightingOf } from './search-relevance.ts'
import { trainStandIn } from './stand-in.ts'

const DIMENSIONS = 256

/** The same queries by words alone and with the stand-in's vectors: does the plumbing hurt what words find? */
export async function measureMeaning(from: string, databases: Databases): Promise<void> {
  const papers = readLines<Recorded>(join(from, 'search/papers.jsonl'))
  const texts = papers.map(({ title, abstract }) => `${title}\n${abstract}`)
  const model = modelOf(process.env.MODEL ? realModel(process.env.MODEL) : trainStandIn(texts, DIMENSIONS))
  const { either } = abbreviationQueries(papers, 150)
  const judged = (name: string) => readLines<Judged>(join(from, 'search', `${name}.jsonl`))
  const asked = readLines<{ query: string; paper: string }>('test/bench/questions.jsonl')
  const questions = asked.map(({ query, paper }) => ({ query, relevant: [paper] }))
  for (const [name, createDatabase] of databases) {
    const store = await openStore(await createDatabase())
    await recordSightings(store, papers.map(sightingOf), Date.now())
    const log = pino({ level: 'silent' })
    const { signal } = new AbortController()
    const embedder = createEmbedder({ model, dailyTokens: 1e12, store, log })
    await createPaperEmbedder({ store, embedder, log, signal })(() => true)
    const { extension } = await loadExtension(store)
    const vectorOf = createQueryEmbedder({ embedder, log, signal })
    const meaning = { model: model.name, isLocal: true, extension, vectorOf }
    const [byWords, byMeaning] = [await openSearch(store), await openSearch(store, meaning)]
    print(`${name}, ${papers.length} papers, ${process.env.MODEL ?? 'a stand-in for a model'}`, 'words', 'and meaning')
    for (const [what, queries, measure] of [
      ['topics, nDCG@10', judged('topics'), ndcg],
      ['known-item, nDCG@10', judged('known-item'), ndcg],
      ['typos, nDCG@10', judged('typos'), ndcg],
      ['questions, nDCG@10', questions, ndcg],
      ['abbreviations, Recall@10', either, recall],
    ] as const)
      print(what, await measure(queries, answerOf(byWords)), await measure(queries, answerOf(byMeaning)))
    const topics = judged('topics').map(({ query }) => query)
    print('closest 10, Recall@10 of comparing all exactly', await recallOfBits(store, topics, meaning), '≥ 0.95')
    await byWords.close()
    await byMeaning.close()
    await store.close()
  }
}

const modelOf = (embed: Embed): EmbeddingModel => ({
  name: 'measured',
  embed,
  remedy: async () => '',
  patienceMs: 60_000,
  local: { lacking: async () => null, close: async () => {} },
})

/** The model of EMBEDDING_MODEL=local, from a folder with its two files. */
function realModel(folder: string): Embed {
  const files = ['model.onnx', 'tokenizer.json'].map((name) => join(folder, name))
  const encoder = createEncoder(files.flatMap((file) => [file, hash('sha256', readFileSync(file))]))
  return async (texts, signal) => ({ vectors: await encoder.embed(texts, signal), tokens: 0 })
}

/** Bits choose whose numbers are compared: what does that lose? */
async function recallOfBits(store: Store, queries: string[], { extension, vectorOf }: VectorOptions): Promise<number> {
  const isSqlite = store.dialect === 'sqlite'
  const opened = isSqlite ? createSqliteDialect(store.place, { readOnly: true, extension }) : null
  const db = opened ? new Kysely<Schema>({ dialect: opened }) : store.db
  const engine = isSqlite ? createSqliteEngine(db) : createPostgresEngine(db)
  const meaning = createVectorSearch(engine, 'measured')
  const seqs = (await store.db.selectFrom('vectors').select('paper_seq').execute()).map(({ paper_seq }) => paper_seq)
  const all = await readNumbers(store.db, seqs)
  let found = 0
  for (const query of queries) {
    const vector = await vectorOf(query)
    if (!vector) continue
    const asked = quantize(vector).numbers
    const exact = all.map(({ seq, numbers }) => ({ seq, likeness: cosine(asked, numbers) }))
    const best = exact.toSorted((a, b) => b.likeness - a.likeness).slice(0, 10)
    const closest = new Set((await meaning.closest(vector, [])).map(({ seq }) => seq))
    found += best.filter(({ seq }) => closest.has(seq)).length / 10
  }
  if (opened) await db.destroy()
  return found / queries.length
}
