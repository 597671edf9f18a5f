import type OpenAI from 'openai'
import { z } from 'zod'
import { isAboutPrompt, type Part, refusedParts } from '../../models/refusal.ts'
import { createClient, type ModelServer, ModelServerError, serverError } from '../../models/server.ts'
import { countTokens, mostTokensIn } from '../../models/tokens.ts'
import type { ChatMessage } from './prompt.ts'
import { reply } from './reply.ts'

export type Completion = {
  content: string
  /** Why it is no whole answer; null when the server says nothing of that. */
  flaw: string | null
  /** The cap of tokens ended it. */
  isCut: boolean
  tokens: { prompt: number; completion: number }
}

/** Throws a `NoAnswerError` or a `ModelServerError`. */
export type Complete = (messages: ChatMessage[], signal: AbortSignal) => Promise<Completion>

/** The server works, but this prompt got no answer, or none that can be read. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

const largestBody = 200_000
/** An answer has 200 tokens. The rest is for models that think first: their thoughts count, too. */
const mostTokens = 4_000
/** Fits with the prompt into a context of 4,096 tokens, the default of small servers. */
const fewTokens = 1_000
/** No request asks for more where a server takes no cap. */
const mostCounted = 100_000

const answer = z.object({
  choices: z.array(
    z.object({
      message: z.object({ content: z.unknown(), refusal: z.string().nullish().catch(null) }).nullish(),
      finish_reason: z.string().nullish().catch(null),
    }),
  ),
  usage: z.object({ prompt_tokens: z.unknown(), completion_tokens: z.unknown() }).nullish().catch(null),
})

/** The JSON that is asked for. */
type AnswerForm = { name: string; schema: Record<string, unknown> }
const summaryForm: AnswerForm = { name: 'summary', schema: z.toJSONSchema(reply, { target: 'draft-7' }) }

type Parts = Partial<
  Pick<
    OpenAI.ChatCompletionCreateParamsNonStreaming,
    'max_completion_tokens' | 'max_tokens' | 'response_format' | 'reasoning_effort'
  >
>

/** What is sent first, and what is sent instead once a server has refused it. */
const forms: Record<Part, readonly Parts[]> = {
  cap: [{ max_completion_tokens: mostTokens }, { max_tokens: mostTokens }, { max_tokens: fewTokens }, {}],
  effort: [{ reasoning_effort: 'low' }, {}],
  // OpenAI, vLLM, LM Studio and llama.cpp enforce a schema; some servers know json_object alone, some neither.
  format: [
    { response_format: { type: 'json_schema', json_schema: { ...summaryForm, strict: true } } },
    { response_format: { type: 'json_object' } },
    {},
  ],
  /** The second one: in the user's message. */
  system: [{}, {}],
}

type Form = Record<Part, number>
const parts = Object.keys(forms) as Part[]
const last = (part: Part) => forms[part].length - 1

/** What every server takes, for one that refuses and does not say what. */
const plainest = (form: Form): Form => ({
  cap: Math.max(form.cap, 1),
  effort: last('effort'),
  format: last('format'),
  system: last('system'),
})

/**
 * One chat completion of a server that speaks OpenAI's language. What it refuses of a request it is asked without, at
 * once and from then on.
 */
export function createComplete(server: ModelServer, answerForm = summaryForm): Complete {
  let client: OpenAI | null = null
  let known: Form = { cap: 0, effort: 0, format: 0, system: 0 }
  const remember = (form: Form) => {
    known = mapParts((part) => Math.max(known[part], form[part]))
  }

  return async (messages, signal) => {
    const { APIError } = await import('openai')
    client ??= await createClient(server, largestBody)
    let form = known
    for (let isPlain = false; ; ) {
      const body = { model: server.model, ...bodyOf(form, messages, answerForm) }
      try {
        const completion = readAnswer(await client.chat.completions.create(body, { signal }), body)
        remember(form)
        return completion
      } catch (error) {
        if (!(error instanceof APIError)) throw await serverError(error, 'chat completion')
        const refusal = `the model server refuses to summarise this paper (${error.status})`
        if (isAboutPrompt(error)) throw new NoAnswerError(refusal, { cause: error })
        const refused = refusedParts(error).filter((part) => form[part] < last(part))
        const isUnnamed = refused.length === 0 && [400, 422].includes(error.status ?? 0)
        if (isUnnamed && isPlain) throw new NoAnswerError(refusal, { cause: error })
        if (isUnnamed) isPlain = true
        else if (refused.length === 0) throw await serverError(error, 'chat completion')
        const before = form
        form = isUnnamed ? plainest(form) : mapParts((part) => before[part] + (refused.includes(part) ? 1 : 0))
        // The plainest form may be worse than it need be: it is kept only once it was of use.
        if (!isPlain) remember(form)
      }
    }
  }
}

const mapParts = (map: (part: Part) => number): Form =>
  Object.fromEntries(parts.map((part) => [part, map(part)])) as Form

function bodyOf(form: Form, messages: ChatMessage[], answerForm: AnswerForm) {
  const sent: Parts = Object.assign({}, ...parts.map((part) => forms[part][form[part]]))
  if (sent.response_format?.type === 'json_schema')
    sent.response_format = { type: 'json_schema', json_schema: { ...answerForm, strict: true } }
  return { ...sent, messages: form.system === 0 ? messages : withoutSystem(messages) }
}

function withoutSystem(messages: ChatMessage[]): ChatMessage[] {
  const [system, user, ...others] = messages
  if (system?.role !== 'system' || user?.role !== 'user') return messages
  return [{ role: 'user', content: `${system.content}\n\n${user.content}` }, ...others]
}

function readAnswer(raw: unknown, body: Parts & { messages: ChatMessage[] }): Completion {
  const parsed = answer.safeParse(raw)
  if (!parsed.success) throw new ModelServerError('the model server sent what no chat completion is', null)
  const { choices, usage } = parsed.data
  const content = textOf(choices[0]?.message?.content)
  const refusal = choices[0]?.message?.refusal
  const cap = body.max_completion_tokens ?? body.max_tokens ?? null
  const characters = body.messages.reduce((sum, message) => sum + message.content.length, 0)
  return {
    content: refusal ? '' : content,
    isCut: choices[0]?.finish_reason === 'length',
    flaw: refusal ? `it refuses: ${refusal.slice(0, 200)}` : flawOf(choices[0]?.finish_reason, content, cap),
    tokens: {
      prompt: countTokens(usage?.prompt_tokens, characters, mostTokensIn(body)),
      completion: countTokens(usage?.completion_tokens, content.length, cap ?? mostCounted),
    },
  }
}

function flawOf(finish: string | null | undefined, content: string, cap: number | null): string | null {
  const limit = `the cap of ${(cap ?? 0).toLocaleString('en')} tokens (max_completion_tokens)`
  if (finish === 'length' && content.trim() === '')
    return `${limit} was used up before it began, as happens when a model thinks for long`
  if (finish === 'length') return `it was cut at ${limit}`
  return content.trim() === '' ? `it is empty${finish ? ` (${finish})` : ''}` : null
}

const part = z.object({ type: z.literal('text'), text: z.string() })

/** Of a text, or of the parts that are text: Mistral puts thoughts beside them. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  const texts = Array.isArray(content) ? content.map((one) => part.safeParse(one).data?.text ?? '') : []
  return texts.join('')
}
