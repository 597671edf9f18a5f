import { attempt } from '../core/attempt.ts'

const LONGEST_WORDS = 300
/** Of a page that is no answer, so much is looked at. */
const PAGE_BEGINNING = 5_000

/**
 * An answer as OpenAI's library reads it: an error stands under `error`, and its status says that it is one.
 * OpenRouter and LM Studio send errors with status 200; vLLM, Mistral and FastAPI put none under `error`; Gemini sends
 * a list; proxies send pages.
 */
export function normalizeAnswer(status: number, body: Buffer): { status: number; body: Buffer | string } {
  const isFine = status < 400
  // Vectors are long: only the beginning tells.
  if (isFine && !body.subarray(0, 20_000).includes('"error"')) return { status, body }
  const parsed = parseJson(body.toString())
  const error = errorIn(Array.isArray(parsed) ? parsed[0] : parsed)
  if (isFine) return error ? { status: statusIn(error), body: JSON.stringify({ error }) } : { status, body }
  return {
    status,
    body: JSON.stringify({
      error: error ?? parsed ?? { message: wordsOf(body.subarray(0, PAGE_BEGINNING).toString()) },
    }),
  }
}

/** What was sent may come back in it, and says nothing about the request's form. */
const parseJson = (text: string): unknown =>
  attempt(() => JSON.parse(text, (key, value) => (key === 'input' ? undefined : value)))

type Envelope = { error?: unknown; choices?: ({ error?: unknown } | null)[] } | null

function errorIn(answer: unknown): object | null {
  const { error, choices } = typeof answer === 'object' ? ((answer as Envelope) ?? {}) : {}
  const found = error ?? (Array.isArray(choices) ? choices[0]?.error : null)
  if (typeof found === 'string') return { message: found }
  return typeof found === 'object' ? found : null
}

function statusIn(error: { code?: unknown }): number {
  const code = Number(error.code)
  return code >= 400 && code < 600 ? code : 502
}

/** Of a page, without its markup. */
const wordsOf = (text: string): string => {
  const plain = text.replace(/<(style|script)\b.*?<\/\1>|<[^>]*>/gis, ' ').replace(/\s+/g, ' ')
  return plain.trim().slice(0, LONGEST_WORDS) || 'an empty answer'
}
