import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely } from 'kysely'
import pino from 'pino'
import { openStore, type Store } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import { createSqliteDialect } from '../../src/db/sqlite.ts'
import type { Embed } from '../../src/models/embed.ts'
import type { EmbeddingModel } from '../../src/models/embedding-model.ts'
import { createEncoder } from '../../src/models/local/encoder.ts'
import { ONNX_RUNTIME } from '../../src/models/local/runtime.ts'
import { BGE_SMALL } from '../../src/models/local/weights.ts'
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
import { abbreviationQueries, answerOf, createPlainSearch, type Judged, ndcg, readLines, recall } from './relevance.ts'
import { type Recorded, sightingOf } from './search-relevance.ts'
import { trainStandIn } from './stand-in.ts'

const DIMENSIONS = 256

/** A set of queries, how it is measured, and what both together should reach. */
type Measured = [what: string, queries: Judged[], measure: typeof ndcg, bar: string]

/** The same queries by words alone, by vectors alone and by both. `real`: in place of the stand-in, which shows that vectors undo nothing. */
export async function measureMeaning(
  from: string,
  databases: Databases,
  real = process.env.MODEL ? realModel(process.env.MODEL) : null,
): Promise<void> {
  const daily = readLines<Recorded>(join(from, 'search/papers.jsonl'))
  const judged = (name: string) => readLines<Judged>(join(from, 'search', `${name}.jsonl`))
  const questions = (name: string) =>
    readLines<{ query: string; paper: string }>(`test/bench/${name}.jsonl`).map(({ query, paper }) => ({
      query,
      relevant: [paper],
    }))
  await measureCorpus(daily, databases, real, [
    ['questions, nDCG@10', questions('questions'), ndcg, '≥ 1.20 × FTS5'],
    ['60 others, nDCG@10', questions('questions-60'), ndcg, '≥ 1.20 × FTS5'],
    ['topics, nDCG@10', judged('topics'), ndcg, '≥ words'],
    ['known-item, nDCG@10', judged('known-item'), ndcg, '≥ words'],
    ['typos, nDCG@10', judged('typos'), ndcg, '≥ words'],
    ['abbreviations, Recall@10', abbreviationQueries(daily, 150).either, recall, '≥ words'],
  ])
  const medical = readLines<Recorded>(join(from, 'scifact/papers.jsonl'))
  const claims = readLines<Judged>(join(from, 'scifact/queries.jsonl'))
  await measureCorpus(medical, databases, real, [
    ['SciFact, nDCG@10', claims, ndcg, '≥ words + 0.02, ≥ vectors + 0.01'],
  ])
}

async function measureCorpus(
  papers: Recorded[],
  databases: Databases,
  real: Embed | null,
  sets: Measured[],
): Promise<void> {
  const model = modelOf(
    real ??
      trainStandIn(
        papers.map(({ title, abstract }) => `${title}\n${abstract}`),
        DIMENSIONS,
      ),
  )
  const plain = createPlainSearch(papers)
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
    const [byWords, byBoth] = [await openSearch(store), await openSearch(store, meaning)]
    const vectors = openVectorSearch(store, meaning)
    print(
      `${name}, ${papers.length} papers, ${real ? model.name : 'a stand-in'}`,
      'FTS5',
      'words',
      'vectors',
      'both',
      'bar',
    )
    for (const [what, queries, measure, bar] of sets) {
      const cells: number[] = []
      for (const answer of [plain, answerOf(byWords), vectors.answer, answerOf(byBoth)])
        cells.push(await measure(queries, answer))
      print(what, ...cells, bar)
    }
    const some = (sets[0]?.[1] ?? []).map(({ query }) => query)
    print('closest 10, Recall@10 of comparing all exactly', await vectors.recallOfBits(some), '≥ 0.95')
    await Promise.all([byWords, byBoth, vectors].map((search) => search.close()))
    await store.close()
  }
}

export const modelOf = (embed: Embed): EmbeddingModel => ({
  name: BGE_SMALL.repository,
  embed,
  remedy: async () => '',
  patienceMs: 60_000,
  local: { lacking: async () => null, close: async () => {} },
})

/** The model of EMBEDDING_MODEL=local, from a folder with its two files. */
export function openEncoder(folder: string, idleMs?: number) {
  const checked = (place: string) => ({ place, sha256: hash('sha256', readFileSync(place)) })
  const runtime = dirname(fileURLToPath(import.meta.resolve('onnxruntime-web/wasm')))
  const files = {
    model: checked(join(folder, 'model.onnx')),
    tokenizer: checked(join(folder, 'tokenizer.json')),
    script: checked(join(runtime, ONNX_RUNTIME.script.path)),
    binary: checked(join(runtime, ONNX_RUNTIME.binary.path)),
  }
  return createEncoder({ ...files, pooling: BGE_SMALL.pooling }, idleMs)
}

function realModel(folder: string): Embed {
  const encoder = openEncoder(folder)
  return async (texts, signal) => ({ vectors: await encoder.embed(texts, signal), tokens: 0 })
}

/** What vectors find without words. */
function openVectorSearch(store: Store, { model, extension, vectorOf }: VectorOptions) {
  const isSqlite = store.dialect === 'sqlite'
  const opened = isSqlite ? createSqliteDialect(store.place, { readOnly: true, extension }) : null
  const db = opened ? new Kysely<Schema>({ dialect: opened }) : store.db
  const { closest } = createVectorSearch(isSqlite ? createSqliteEngine(db) : createPostgresEngine(db), model)
  const find = async (query: string) => {
    const vector = await vectorOf(query)
    return { vector, found: vector ? await closest(vector, []) : [] }
  }
  return {
    answer: async (query: string) => (await find(query)).found.map(({ id }) => id),
    /** Bits choose whose numbers are compared: what does that lose? */
    async recallOfBits(queries: string[]): Promise<number> {
      const rows = await store.db.selectFrom('vectors').select('paper_seq').execute()
      const seqs = rows.map(({ paper_seq }) => paper_seq)
      const all = await readNumbers(store.db, seqs)
      let recalled = 0
      for (const query of queries) {
        const { vector, found } = await find(query)
        if (!vector) continue
        const asked = quantize(vector).numbers
        const exact = all.map(({ seq, numbers }) => ({ seq, likeness: cosine(asked, numbers) }))
        const best = exact.toSorted((a, b) => b.likeness - a.likeness).slice(0, 10)
        const known = new Set(found.map(({ seq }) => seq))
        recalled += best.filter(({ seq }) => known.has(seq)).length / 10
      }
      return recalled / queries.length
    },
    close: async () => (opened ? db.destroy() : undefined),
  }
}
