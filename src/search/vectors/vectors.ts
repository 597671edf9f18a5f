import type { Logger } from 'pino'
import { describeError } from '../../core/error-words.ts'
import { type Finding, fine, odd } from '../../core/finding.ts'
import type { Store } from '../../db/open.ts'
import type { ReportHealth } from '../../models/circuit-breaker.ts'
import { createEmbed } from '../../models/embed.ts'
import { modelRemedy } from '../../models/remedies.ts'
import type { ModelServer } from '../../models/server.ts'
import { corpusSize } from '../../papers/papers.ts'
import { createPaperEmbedder } from './embed-papers.ts'
import { createEmbedder, type Embedder } from './embedder.ts'
import { loadExtension } from './extension.ts'
import { createQueryEmbedder, type EmbedQuery } from './query-vectors.ts'
import { countRefused, countVectors, readSpace } from './stored-vectors.ts'

/** The embeddings of papers and of searches by one model. */
export type Vectors = {
  model: string
  /** The file with SQLite's vector functions; null on PostgreSQL, which needs none, and where it does not load. */
  extension: string | null
  vectorOf: EmbedQuery
  /** Gives vectors to papers that have none; see `createPaperEmbedding`. */
  embedPapers(isFree: () => boolean): Promise<void>
  /** The finding of `doctor`. */
  examine(): Promise<Finding>
}

type VectorsOptions = { server: ModelServer; dailyTokens: number; store: Store; log: Logger; signal: AbortSignal }

const PROBE_MS = 15_000
const MEANWHILE = 'Searches go by words.'

export async function createVectors(
  { server, ...options }: VectorsOptions,
  heard: ReportHealth = () => {},
): Promise<Vectors> {
  const { store, log, signal } = options
  const { model } = server
  const embedder = createEmbedder({ ...options, model, embed: createEmbed(server) }, heard)
  const { extension, problem } = await loadExtension(store)
  if (problem !== null) log.warn({ problem }, 'the search stays by words')
  const isUsable = problem === null
  return {
    model,
    extension,
    vectorOf: isUsable ? createQueryEmbedder({ embedder, log, signal }) : async () => null,
    embedPapers: isUsable ? createPaperEmbedder({ store, embedder, signal }) : async () => {},
    examine: () => examine(store, embedder, problem, AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)])),
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
  if (problem !== null) return odd(`EMBEDDING_MODEL=${model}: ${problem}.`, MEANWHILE)
  let dimensions: number
  try {
    dimensions = await embedder.probe(signal)
  } catch (error) {
    return odd(
      `EMBEDDING_MODEL=${model}: ${describeError(error)}.`,
      `${await modelRemedy(error, { model })} ${MEANWHILE}`,
    )
  }
  const space = await readSpace(store.db)
  const isOurs = space?.model === model && space.dimensions === dimensions
  const [vectors, refused] = isOurs ? [await countVectors(store.db), await countRefused(store.db)] : [0, 0]
  const { papers } = await corpusSize(store.db)
  const some = `${vectors.toLocaleString('en')} of ${papers.toLocaleString('en')} papers`
  const what = `EMBEDDING_MODEL=${model} answers with ${dimensions} numbers: ${some} can be found by their meaning`
  const but = refused === 0 ? '' : `; the model refused ${refused}`
  if (vectors + refused === papers) return fine(`${what}${but}.`)
  const isSpent = (await embedder.tokensLeft('papers')) <= 0
  const when = isSpent ? 'tomorrow, when LLM_DAILY_TOKENS allows it' : 'in the background, while the bot runs'
  return fine(`${what}${but}; the others follow ${when}.`)
}
