import { remedyFor } from '../core/error-words.ts'
import type { ModelServer } from './server.ts'

const UNREACHABLE =
  'It cannot be reached: does a server run at OPENAI_BASE_URL? Inside a container, localhost is the container itself.'

/** What to do about a model server that fails, by HTTP status and errno. */
export async function modelRemedy(error: unknown, { model }: Pick<ModelServer, 'model'>): Promise<string> {
  const remedies = {
    400: `Does that server have the model ${model}?`,
    401: 'Is OPENAI_API_KEY right?',
    403: `Is OPENAI_API_KEY right, and may it use the model ${model}?`,
    404: `Does OPENAI_BASE_URL end in /v1, and does that server have the model ${model}?`,
    429: 'Its limit or your money there is used up: see your account.',
    ENOTFOUND: 'There is no such host: is OPENAI_BASE_URL right?',
  }
  const known = remedyFor(error, remedies)
  if (known !== null) return known
  const { APIConnectionError } = await import('openai')
  return error instanceof Error && error.cause instanceof APIConnectionError
    ? UNREACHABLE
    : 'Are OPENAI_BASE_URL (does it end in /v1?), OPENAI_API_KEY and the model’s name right?'
}
