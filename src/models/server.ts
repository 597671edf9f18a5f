import type OpenAI from 'openai'
import { withoutCredentials } from '../core/network/credentials.ts'
import { readBody } from '../core/network/read-body.ts'
import { retryAfterMs } from '../core/network/retry-after.ts'
import { normalizeAnswer } from './answer-status.ts'

const LOADING_MS = 2_000

export type ModelServer = { model: string; apiKey: string | undefined; baseUrl: string | undefined }

/** The server cannot be used now, because it failed or refused everybody; `waitMs` is what it asked for. */
export class ModelServerError extends Error {
  override name = 'ModelServerError'
  readonly waitMs: number | null
  constructor(message: string, waitMs: number | null, options?: ErrorOptions) {
    super(message, options)
    this.waitMs = waitMs
  }
}

/** A client of a server that speaks OpenAI's language; the library is loaded with the first question. */
export async function createClient({ apiKey, baseUrl }: ModelServer, largestBody: number): Promise<OpenAI> {
  const { default: Client } = await import('openai')
  const { url, authorization } = baseUrl ? withoutCredentials(new URL(baseUrl)) : { url: null, authorization: null }
  // Local servers want any key. Retrying is for the caller, who knows how long it may take.
  return new Client({
    apiKey: apiKey ?? 'none',
    baseURL: url?.href ?? null,
    // A proxy before the server.
    defaultHeaders: authorization ? { authorization } : {},
    maxRetries: 0,
    fetch: cappedFetch(largestBody),
    logLevel: 'off',
  })
}

/** What a failed call says about the server. */
export async function serverError(error: unknown, what: string): Promise<ModelServerError> {
  if (error instanceof ModelServerError) return error
  const { APIError } = await import('openai')
  if (!(error instanceof APIError))
    return new ModelServerError(`the model server sent what no ${what} is`, null, { cause: error })
  // llama.cpp, while it starts.
  const isLoading = error.status === 503 && /loading/i.test(error.message)
  const waitMs = retryAfterMs(error.headers) ?? (isLoading ? LOADING_MS : null)
  return new ModelServerError(`the model server failed (${error.status ?? 'no answer'})`, waitMs, { cause: error })
}

const cappedFetch =
  (largestBody: number): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (!response.body) return response
    const { status, body } = normalizeAnswer(response.status, await readBody(response.body, largestBody))
    return new Response(body, { status, headers: response.headers })
  }
