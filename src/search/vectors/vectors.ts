import { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { describeError } from '../../core/error-words.ts'
import { type Finding, fine, odd } from '../../core/finding.ts'
import type { Store } from '../../db/open.ts'
import type { ReportHealth } from '../../models/circuit-breaker.ts'
import type { EmbeddingModel } from '../../models/embedding-model.ts'
import { corpusSize } from '../../papers/papers.ts'
import { createPaperEmbedder } from './embed-papers.ts'
import { createEmbedder, type Embedder } from './embedder.ts'
import { createQueryEmbedder, type EmbedQuery } from './query-vectors.ts'
import { countRefused, countVectors, readSpace } from './stored-vectors.ts'

type VectorsOptions = { model: EmbeddingModel; dailyTokens: number; store: Store; log: Logger; signal: AbortSignal }

const PROBE_MS = 15_000
const noVector: EmbedQuery = async () => null

const MEANWHILE = 'Searches go by words.'

export type Vectors = Awaited<ReturnType<typeof createVectors>>

/** The embeddings of papers and of searches by one model. */
export async function createVectors(options: VectorsOptions, heard: ReportHealth = () => {}) {
  const { model, store, log, signal } = options
  const embedder = createEmbedder(options, heard)
  const { extension, problem } = await loadExtension(store)
  if (problem !== null) log.warn({ problem }, 'the search stays by words')
  const isUsable = problem === null
  return {
    model: model.name,
    /** The model runs on this machine: no words go to it over the network. */
    isLocal: model.local !== null,
    extension,
    vectorOf: isUsable ? createQueryEmbedder({ embedder, log, signal }) : noVector,
    embedPapers: isUsable ? createPaperEmbedder({ store, embedder, log, signal }) : async () => {},
    /** The finding of `doctor`. */
    examine: () => examine(store, embedder, problem, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)])),
    close: async () => model.local?.close(),
  }
}

/** How many papers can be found by their meaning, and why others cannot. */
async function examine(
  store: Store,
  embedder: Embedder,
  problem: string | null,
  signal: AbortSignal,
): Promise<Finding> {
  const { model } = embedder
  const name = `EMBEDDING_MODEL=${model.local ? `local (${model.name})` : model.name}`
  if (problem !== null) return odd(`${name}: ${problem}.`, MEANWHILE)
  let answers: string
  try {
    answers = await introduce(embedder, signal)
  } catch (error) {
    return odd(`${name}: ${describeError(error)}.`, `${await model.remedy(error)} ${MEANWHILE}`)
  }
  const isOurs = (await readSpace(store.db))?.model === model.name
  const [vectors, refused] = isOurs ? [await countVectors(store.db), await countRefused(store.db)] : [0, 0]
  const { papers } = await corpusSize(store.db)
  const some = `${vectors.toLocaleString('en')} of ${papers.toLocaleString('en')} papers`
  const what = `${name} ${answers}: ${some} can be found by their meaning`
  const but = refused === 0 ? '' : `; the model refused ${refused}`
  if (vectors + refused === papers) return fine(`${what}${but}.`)
  const isSpent = (await embedder.tokensLeft('papers')) <= 0
  const when = isSpent ? 'tomorrow, when LLM_DAILY_TOKENS allows it' : 'in the background, while the bot runs'
  return fine(`${what}${but}; the others follow ${when}.`)
}

/** A server is asked. A model of this machine is not started beside that of the bot: its files are looked at. */
async function introduce({ model, probe }: Embedder, signal: AbortSignal): Promise<string> {
  if (!model.local) return `answers with ${await probe(signal)} numbers`
  return (await model.local.lacking()) ?? 'is here'
}

/**
 * `extension`: the file with SQLite's vector functions. `problem`: why vectors cannot be compared here, as a clause.
 */
type Extension = { extension: string | null; problem: string | null }

/** SQLite compares vectors with an extension, which is loaded once as a test; PostgreSQL can by itself. */
export const loadExtension = async ({ dialect }: Pick<Store, 'dialect'>): Promise<Extension> =>
  dialect === 'sqlite' ? loadSqliteVec() : { extension: null, problem: null }

/** sqlite-vec is not built for every system, and some installations leave it out. */
async function loadSqliteVec(): Promise<Extension> {
  try {
    const { getLoadablePath } = await import('sqlite-vec')
    const extension = getLoadablePath()
    const trial = new DatabaseSync(':memory:', { allowExtension: true })
    trial.loadExtension(extension)
    trial.close()
    return { extension, problem: null }
  } catch (error) {
    return { extension: null, problem: `sqlite-vec does not load here (${describeError(error)})` }
  }
}
