import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { createAnsweringServer, listen } from './listen.ts'

/** How the fake answers one request; the last of a script stays. */
export type Behaviour =
  | { kind: 'reply'; content: string; finish?: string; usage?: false | object }
  | { kind: 'refuse'; refusal: string }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'html' }
  | { kind: 'stall'; after: string }
  | { kind: 'flood' }
  /** As servers do that know no schemas. */
  | { kind: 'no schema'; content: string }

export type FakeOpenAi = {
  url: string
  requests: ChatRequest[]
  script: Behaviour[]
  close(): Promise<void>
}

const strictSchema = z.object({
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()),
})

const chatRequest = z.strictObject({
  model: z.string().min(1),
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  max_completion_tokens: z.number().int().positive(),
  reasoning_effort: z.enum(['minimal', 'low', 'medium', 'high']).optional(),
  response_format: z
    .union([
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          strict: z.literal(true),
          schema: strictSchema.refine(({ properties, required }) => required.length === Object.keys(properties).length),
        }),
      }),
    ])
    .optional(),
})

type ChatRequest = z.infer<typeof chatRequest>

/** A chat-completions server that refuses what OpenAI would refuse. */
export async function startFakeOpenAi(...script: Behaviour[]): Promise<FakeOpenAi> {
  const fake: FakeOpenAi = { url: '', requests: [], script, close: async () => {} }
  const server = createAnsweringServer(async (request, response) => {
    const body = await readBody(request)
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return send(response, 404, '{}')
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? '')) return send(response, 401, '{}')
    const parsed = chatRequest.safeParse(JSON.parse(body))
    if (!parsed.success)
      return send(response, 400, JSON.stringify({ error: { message: z.prettifyError(parsed.error) } }))
    fake.requests.push(parsed.data)
    const behaviour = fake.script.length > 1 ? fake.script.shift() : fake.script[0]
    if (behaviour) answer(response, parsed.data, behaviour)
  })
  const { url, close } = await listen(server)
  fake.url = `${url}/v1`
  fake.close = close
  return fake
}

function answer(response: ServerResponse, request: ChatRequest, behaviour: Behaviour): void {
  const say = (content: string) => send(response, 200, completion(request, { content }))
  switch (behaviour.kind) {
    case 'reply':
      send(response, 200, completion(request, { content: behaviour.content }, behaviour.finish, behaviour.usage))
      break
    case 'refuse':
      send(response, 200, completion(request, { content: null, refusal: behaviour.refusal }))
      break
    case 'status':
      send(response, behaviour.status, '{"error":{"message":"no"}}', behaviour.headers)
      break
    case 'html':
      send(response, 200, '<html>Sign in to this network</html>', { 'content-type': 'text/html' })
      break
    case 'no schema':
      if (request.response_format) send(response, 400, '{"error":{"message":"response_format is not supported"}}')
      else say(behaviour.content)
      break
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' }).write(behaviour.after)
      break
    case 'flood':
      response.writeHead(200, { 'content-type': 'application/json' })
      flood(response)
  }
}

function flood(response: ServerResponse): void {
  if (response.destroyed) return
  response.write(' '.repeat(64 * 1024), () => setImmediate(() => flood(response)))
}

function completion(
  { model }: ChatRequest,
  message: { content: string | null; refusal?: string },
  finish = 'stop',
  usage: false | object = { prompt_tokens: 400, completion_tokens: 100, total_tokens: 500 },
): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_770_000_000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    ...(usage && { usage }),
  })
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
