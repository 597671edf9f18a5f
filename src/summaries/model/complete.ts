import type OpenAI from 'openai'
import { z } from 'zod'
import { createClient, type ModelServer, ModelServerError, serverError } from '../../models/server.ts'
import { countTokens, mostTokensIn } from '../../models/tokens.ts'
import type { ChatMessage } from './prompt.ts'
import { reply } from './reply.ts'

type Completion = { content: string; tokens: { prompt: number; completion: number } }

export type Complete = (messages: ChatMessage[], signal: AbortSignal) => Promise<Completion>

const largestBody = 200_000
const mostTokens = 800

const answerChoice = z.object({
  message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
  finish_reason: z.string().nullish(),
})
const answer = z.object({
  choices: z.array(answerChoice).min(1),
  usage: z.object({ prompt_tokens: z.unknown(), completion_tokens: z.unknown() }).nullish().catch(null),
})

// OpenAI, vLLM, LM Studio and llama.cpp enforce a schema; some servers know json_object alone, some neither.
const formats = [
  {
    type: 'json_schema',
    json_schema: { name: 'summary', strict: true, schema: z.toJSONSchema(reply, { target: 'draft-7' }) },
  },
  { type: 'json_object' },
  null,
] as const

/** One chat completion of a server that speaks OpenAI's language. */
export function createComplete(server: ModelServer): Complete {
  let client: OpenAI | null = null
  let formatIndex = 0
  return async function complete(messages, signal) {
    const { BadRequestError, UnprocessableEntityError } = await import('openai')
    client ??= await createClient(server, largestBody)
    const format = formats[formatIndex] ?? null
    try {
      const response_format = format ? { response_format: format } : {}
      const body = { model: server.model, messages, max_completion_tokens: mostTokens, ...response_format }
      const raw: unknown = await client.chat.completions.create(body, { signal })
      return readAnswer(raw, body)
    } catch (error) {
      const isFormat = error instanceof BadRequestError || error instanceof UnprocessableEntityError
      if (isFormat && formatIndex < formats.length - 1) {
        formatIndex++
        return complete(messages, signal)
      }
      throw await serverError(error, 'chat completion')
    }
  }
}

function readAnswer(raw: unknown, body: { messages: ChatMessage[] }): Completion {
  const parsed = answer.safeParse(raw)
  const choice = parsed.data?.choices[0]
  if (!parsed.success || !choice) throw new ModelServerError('the model server sent what no chat completion is', null)
  // A refusal and a cut answer hold no summary; the next paper may fare better.
  const content = choice.message.refusal || choice.finish_reason === 'length' ? '' : (choice.message.content ?? '')
  const { usage } = parsed.data
  const characters = body.messages.reduce((sum, message) => sum + message.content.length, 0)
  const prompt = countTokens(usage?.prompt_tokens, characters, mostTokensIn(body))
  const completion = countTokens(usage?.completion_tokens, choice.message.content?.length ?? 0, mostTokens)
  return { content, tokens: { prompt, completion } }
}
