import type { APIError } from 'openai'

/** Parts of a request that not every server takes. */
const NAMES = {
  cap: /max_(?:completion_)?tokens|context.?(?:length|size|window)/i,
  effort: /reasoning|think(?:ing| value)/i,
  format: /response.?format|schema|json.?(?:object|mode)|grammar|structured.?output/i,
  system: /\bsystem\W{0,3}(?:role|message|prompt)|'system'|"role|\.role|roles must alternate|developer instruction/i,
}
export type Part = keyof typeof NAMES

/** vLLM, SGLang and llama.cpp answer 500 where a model's template has no place for a system message. */
const REFUSALS = [400, 404, 422, 500, 501]

/** What the server says it does not take; none when it says nothing of the kind. */
export function refusedParts(error: APIError): Part[] {
  if (!REFUSALS.includes(error.status ?? 0)) return []
  const parts = Object.keys(NAMES) as Part[]
  const byParam = parts.filter((part) => NAMES[part].test(error.param ?? ''))
  return byParam.length > 0 ? byParam : parts.filter((part) => NAMES[part].test(wordsOf(error)))
}

const FILTERS = [
  /content.?(?:filter|policy)|responsible.?ai|moderation|flagged/,
  /data_inspection_failed|prompt (?:was|is|has been) (?:filtered|blocked)/,
  // Groq: what the model wrote for this prompt fits no JSON.
  /json_validate_failed/,
]
const FILTER = new RegExp(FILTERS.map(({ source }) => source).join('|'), 'i')

/** Refused for what this prompt says, which says nothing of the next one. */
export const isAboutPrompt = (error: APIError): boolean =>
  [400, 403, 422].includes(error.status ?? 0) && FILTER.test(wordsOf(error))

/** OpenRouter tells what the model's own server said in `metadata`. */
const wordsOf = ({ error, message }: APIError): string => JSON.stringify(error) ?? message
