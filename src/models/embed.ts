import type OpenAI from 'openai'
import { z } from 'zod'
import { describeError } from '../core/error-words.ts'
import { createClient, type ModelServer, ModelServerError, serverError } from './server.ts'
import { countTokens, mostTokensIn } from './tokens.ts'

export type Embedded = { vectors: Float32Array[]; tokens: number }

/** A vector for each text. Throws a `TextsRefusedError` or a `ModelServerError`. */
export type Embed = (texts: string[], signal: AbortSignal) => Promise<Embedded>

/** The server answers, but not to these texts: one is too long for the model, or they are too many. */
export class TextsRefusedError extends Error {
  override name = 'TextsRefusedError'
  readonly status: number
  constructor(status: number, options: ErrorOptions) {
    super(`the model server refused the text (${status})`, options)
    this.status = status
  }
}

// 32 vectors of 4,096 numbers, written out: 3 MB.
const LARGEST_BODY = 8_000_000
const MOST_DIMENSIONS = 8_192
/** OpenAI: 400; text-embeddings-inference: 413 and 422; llama.cpp: 500 for a text longer than its batch. */
const REFUSALS = new Set([400, 413, 422, 500])

const answer = z.object({
  data: z.array(
    z.object({
      index: z.number().optional(),
      // Each number is checked below: zod would take longer over them than the server.
      embedding: z.union([z.string(), z.custom<unknown[]>(Array.isArray)]),
    }),
  ),
  usage: z.object({ prompt_tokens: z.unknown() }).nullish().catch(null),
})

// Base64 is a third of the size. LM Studio sends numbers all the same; older servers (vLLM before 0.5.1) refuse it.
// Some do not know the field, or not with this value (Voyage: float).
const FORMATS = [{ encoding_format: 'base64' }, { encoding_format: 'float' }, {}] as const
const BAD_REQUESTS = [400, 422]

/** Embeddings by a server that speaks OpenAI's language. */
export function createEmbed(server: ModelServer): Embed {
  let client: OpenAI | null = null
  let known: (typeof FORMATS)[number] | null = null
  return async (texts, signal) => {
    client ??= await createClient(server, LARGEST_BODY)
    let refused: TextsRefusedError | null = null
    for (const format of known ? [known] : FORMATS) {
      try {
        const body = { model: server.model, input: texts, ...format }
        // The library's own method adds a format where there is none.
        const raw: unknown = await client.post('/embeddings', { body, signal })
        const embedded = readAnswer(raw, texts)
        known = format
        return embedded
      } catch (error) {
        refused = await refusalIn(error)
        const isNamed = describeError(refused).includes('encoding_format')
        if (!BAD_REQUESTS.includes(refused.status) || (format !== FORMATS[0] && !isNamed)) break
      }
    }
    throw refused
  }
}

/** Throws what is no refusal. */
async function refusalIn(error: unknown): Promise<TextsRefusedError> {
  const { APIError } = await import('openai')
  const status = error instanceof APIError ? (error.status ?? 0) : 0
  if (REFUSALS.has(status)) return new TextsRefusedError(status, { cause: error })
  throw await serverError(error, 'embeddings')
}

function readAnswer(raw: unknown, texts: string[]): Embedded {
  const parsed = answer.safeParse(raw)
  const data = parsed.data?.data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)) ?? []
  const vectors = data.flatMap(({ embedding }) => readVector(embedding) ?? [])
  const [first] = vectors
  if (!first || vectors.length !== texts.length || vectors.some(({ length }) => length !== first.length))
    throw new ModelServerError('the model server sent what no embeddings are', null)
  const characters = texts.reduce((sum, { length }) => sum + length, 0)
  return { vectors, tokens: countTokens(parsed.data?.usage?.prompt_tokens, characters, mostTokensIn(texts)) }
}

/** null when it is no vector, or one without a direction. */
function readVector(embedding: string | unknown[]): Float32Array | null {
  const vector = typeof embedding === 'string' ? decode(embedding) : Float32Array.from(embedding, Number)
  const isVector = vector.length > 1 && vector.length <= MOST_DIMENSIONS && vector.every(Number.isFinite)
  return isVector && vector.some((number) => number !== 0) ? vector : null
}

/** Numbers of four bytes, the lowest first. */
function decode(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readFloatLE(index * 4))
}
