import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { ModelServerError } from '../../models/server.ts'
import { isFreeWord, type Query } from '../query/clause.ts'
import { parseQuery } from '../query/parse.ts'
import type { Embedder } from './embedder.ts'
import { promptsFor } from './prompts.ts'

/** What a search means, as a vector; null when it asks for nothing in free words, or the model does not answer soon. */
export type EmbedQuery = (query: string) => Promise<Float32Array | null>

/** What somebody who waits for an answer does not notice much. */
const PATIENCE_MS = 1_000
/** A local server loads its model with the first question: that one is answered by words, and the next finds the model there. */
const DEADLINE_MS = 15_000
const KEPT = 200

type QueryEmbedderOptions = { embedder: Embedder; log: Logger; signal: AbortSignal }

export function createQueryEmbedder(
  { embedder, log, signal }: QueryEmbedderOptions,
  timeoutMs = PATIENCE_MS,
): EmbedQuery {
  const kept = new Map<string, Promise<Float32Array | null>>()
  const late = new Set<Promise<unknown>>()

  async function ask(words: string): Promise<Float32Array | null> {
    if ((await embedder.tokensLeft('questions')) <= 0) return null
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)])
    const [vector] = await embedder.embed([promptsFor(embedder.model).question + words], deadline)
    return vector ?? null
  }

  /** By words, then. The embedder has said what is wrong with the server. */
  function forgive(err: unknown): null {
    if (!(err instanceof ModelServerError)) log.warn({ err }, 'a question has no vector')
    return null
  }

  /** A word that was asked for lately costs nothing; one that could not be answered is asked again. */
  function recall(words: string): Promise<Float32Array | null> {
    const vector = kept.get(words) ?? ask(words).catch(forgive)
    kept.delete(words)
    kept.set(words, vector)
    const [oldest] = kept.keys()
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    void vector.then((found) => {
      if (found === null) kept.delete(words)
      late.delete(vector)
    })
    return vector
  }

  return async (query) => {
    const words = freeWords(parseQuery(query))
    if (words === null) return null
    const known = kept.get(words)
    // A server that owes an answer is not asked for another.
    if (known ? late.has(known) : late.size > 0 || embedder.isResting()) return null
    const vector = recall(words)
    const answered = vector.then((found) => ({ found }))
    const first = await Promise.race([answered, sleep(timeoutMs, null, { ref: false })])
    if (first === null) late.add(vector)
    return first?.found ?? null
  }
}

/** The words that other words may stand for; null when there are none, and where an OR says exactly what is wanted. */
function freeWords({ where, sort }: Pick<Query, 'where' | 'sort'>): string | null {
  const parts = where?.is === 'all' ? where.of : where ? [where] : []
  if (sort !== 'best' || parts.some(({ is }) => is === 'all' || is === 'any')) return null
  const words = parts.flatMap((part) => (isFreeWord(part) ? [part.text] : []))
  return words.length > 0 ? words.join(' ') : null
}
