import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createRecent } from '../../core/recent.ts'
import { ModelServerError } from '../../models/server.ts'
import { isFreeWord, type Query } from '../query/clause.ts'
import { parseQuery } from '../query/parse.ts'
import type { Embedder } from './embedder.ts'
import { promptsFor } from './prompts.ts'

/** The embedding of a search's free words; null when it has none, or the model does not answer soon. */
export type EmbedQuery = (query: string) => Promise<Float32Array | null>

/**
 * A local server loads its model with the first request, and begins anew when that is interrupted: that search goes by
 * words, the next one finds the model loaded.
 */
const DEADLINE_MS = 120_000
const KEPT = 200

type QueryEmbedderOptions = { embedder: Embedder; log: Logger; signal: AbortSignal }

export function createQueryEmbedder(
  options: QueryEmbedderOptions,
  timeoutMs = options.embedder.model.patienceMs,
): EmbedQuery {
  const { embedder, log, signal } = options
  const kept = createRecent<Promise<Float32Array | null>>(KEPT)
  const late = new Set<Promise<unknown>>()

  async function ask(words: string): Promise<Float32Array | null> {
    if ((await embedder.tokensLeft('questions')) <= 0) return null
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)])
    const [vector] = await embedder.embed([promptsFor(embedder.model.name).question + words], deadline)
    return vector ?? null
  }

  /** The search goes by words. The embedder has logged what is wrong with the server. */
  function forgive(err: unknown): null {
    if (!(err instanceof ModelServerError)) log.warn({ err }, 'a question has no vector')
    return null
  }

  /** Recent vectors are cached; one that could not be made is requested again. */
  function recall(words: string): Promise<Float32Array | null> {
    const vector = kept.get(words) ?? ask(words).catch(forgive)
    kept.set(words, vector)
    void vector.then((found) => {
      if (found === null) kept.forget(words)
      late.delete(vector)
    })
    return vector
  }

  return async (query) => {
    const words = freeWords(parseQuery(query))
    if (words === null) return null
    const known = kept.get(words)
    // While an answer is late, the server gets no other request.
    if (known ? late.has(known) : late.size > 0 || embedder.isResting()) return null
    const vector = recall(words)
    const answered = vector.then((found) => ({ found }))
    const first = await Promise.race([answered, sleep(timeoutMs, null, { ref: false })])
    if (first === null) late.add(vector)
    return first?.found ?? null
  }
}

/** The words of a query without quotes and fields; null: none, or an OR says exactly what is wanted. */
function freeWords({ where, sort }: Pick<Query, 'where' | 'sort'>): string | null {
  const parts = where?.is === 'all' ? where.of : where ? [where] : []
  if (sort !== 'best' || parts.some(({ is }) => is === 'all' || is === 'any')) return null
  const words = parts.flatMap((part) => (isFreeWord(part) ? [part.text] : []))
  return words.length > 0 ? words.join(' ') : null
}
