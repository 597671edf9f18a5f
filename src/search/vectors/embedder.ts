import type { Logger } from 'pino'
import { describeError } from '../../core/error-words.ts'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { createCircuitBreaker, type ReportHealth } from '../../models/circuit-breaker.ts'
import { TextsRefusedError } from '../../models/embed.ts'
import type { EmbeddingModel } from '../../models/embedding-model.ts'
import { ModelServerError } from '../../models/server.ts'
import { modelUsage, recordUsage } from '../../models/usage.ts'

export type EmbedderOptions = {
  model: EmbeddingModel
  /** Tokens a day (UTC), of summaries and of embeddings together. */
  dailyTokens: number
  store: Store
  log: Logger
}

const SHARE_OF_PAPERS = 0.5

const usageOf = (promptTokens: number) => ({ calls: 1, promptTokens, completionTokens: 0 })

export type Embedder = ReturnType<typeof createEmbedder>

/** Asks the model with what the day still allows, and leaves it alone for a while after it failed. */
export function createEmbedder({ model, dailyTokens, store, log }: EmbedderOptions, heard: ReportHealth = () => {}) {
  const breaker = createCircuitBreaker(store.now, heard)
  let said: string | null = null
  const today = () => localDate('UTC', store.now())

  async function ask(texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { vectors, tokens } = await model.embed(texts, signal)
    breaker.succeed()
    said = null
    if (!model.local) await recordUsage(store.db, { ...usageOf(tokens), day: today(), model: model.name })
    return vectors
  }

  async function rest(error: ModelServerError, signal: AbortSignal): Promise<never> {
    const problem = `${describeError(error)}. ${await model.remedy(error)}`
    breaker.fail(error, problem)
    // Whoever stops the program has no use for the news, and nobody for the same news again.
    const isStopped = signal.aborted && signal.reason?.name === 'AbortError'
    if (!isStopped && problem !== said) log.warn({ model: model.name, problem, err: error }, 'no vectors by the model')
    said = problem
    throw error
  }

  return {
    model,
    isResting: breaker.isOpen,
    /** Tokens left of today's (UTC); papers may take a share of them, so that summaries and questions find some. */
    async tokensLeft(use: 'papers' | 'questions'): Promise<number> {
      if (model.local) return Number.POSITIVE_INFINITY
      const usage = await modelUsage(store.db, today())
      const spent = (rows: typeof usage) => rows.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0)
      const left = dailyTokens - spent(usage)
      if (use === 'questions') return left
      return Math.min(left, dailyTokens * SHARE_OF_PAPERS - spent(usage.filter((row) => row.model === model.name)))
    },
    /** A vector for each text, and it is on the bill. Throws what `Embed` does. */
    embed: (texts: string[], signal: AbortSignal) =>
      ask(texts, signal).catch((error: unknown) => {
        if (error instanceof ModelServerError) return rest(error, signal)
        throw error
      }),
    /** How many numbers a vector has. Throws a `ModelServerError` also when the server takes no text at all. */
    async probe(signal: AbortSignal): Promise<number> {
      try {
        const [vector] = await ask(['paper'], signal)
        return vector?.length ?? 0
      } catch (error) {
        const isRefused = error instanceof TextsRefusedError
        const failure = isRefused ? new ModelServerError(error.message, null, { cause: error }) : error
        if (failure instanceof ModelServerError) return rest(failure, signal)
        throw failure
      }
    },
  }
}
