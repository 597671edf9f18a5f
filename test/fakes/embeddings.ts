import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { createAnsweringServer, listen } from './listen.ts'

/**
 * How the fake answers; `plain` ignores the wish for base64, as LM Studio does, `no base64` refuses it, as vLLM did, and
 * `no format` any format.
 */
export type EmbeddingsBehaviour =
  | 'right'
  | 'plain'
  | 'no base64'
  | 'no format'
  | 'error with 200'
  | 'one too few'
  | 'html'
  | 'stall'
  | 'flood'
  | { status: number; after?: string }

export type FakeEmbeddings = {
  url: string
  /** The texts of each request that was answered. */
  asked: string[][]
  behaviour: EmbeddingsBehaviour
  dimensions: number
  /** What it says it counted, in place of the words. */
  counted: unknown
  /** What is longer is refused, and everything with it. */
  longest: number
  close(): Promise<void>
}

const MOST_TEXTS = 32

const embeddingsRequest = z.strictObject({
  model: z.string().min(1),
  input: z.array(z.string().min(1, 'input must not be an empty string')).min(1).max(MOST_TEXTS),
  encoding_format: z.enum(['float', 'base64']).default('float'),
})

/** An embeddings server that refuses what OpenAI and text-embeddings-inference refuse. Words of one meaning have one vector. */
export async function startFakeEmbeddings(given: Partial<FakeEmbeddings> = {}): Promise<FakeEmbeddings> {
  const fake: FakeEmbeddings = {
    url: '',
    asked: [],
    behaviour: 'right',
    dimensions: 128,
    counted: undefined,
    longest: 8_000,
    close: async () => {},
    ...given,
  }
  const server = createAnsweringServer(async (request, response) => {
    const body = await text(request)
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') return send(response, 404, {})
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? '')) return send(response, 401, {})
    const parsed = embeddingsRequest.safeParse(JSON.parse(body))
    if (!parsed.success) return refuse(response, z.prettifyError(parsed.error))
    const { input, encoding_format: format, model } = parsed.data
    if (input.some(({ length }) => length > fake.longest)) return refuse(response, 'the input is too long')
    if (format === 'base64' && fake.behaviour === 'no base64') return refuse(response, 'base64 is not supported')
    if (fake.behaviour === 'no format' && body.includes('encoding_format'))
      return refuse(response, 'Argument encoding_format is not supported')
    fake.asked.push(input)
    answer(response, fake, { input, model, isPlain: format === 'float' || fake.behaviour === 'plain' })
  })
  const { url, close } = await listen(server)
  fake.url = `${url}/v1`
  fake.close = close
  return fake
}

type Asked = { input: string[]; model: string; isPlain: boolean }

function answer(response: ServerResponse, fake: FakeEmbeddings, { input, model, isPlain }: Asked) {
  const { behaviour, dimensions, counted } = fake
  if (behaviour === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')
  if (behaviour === 'stall') return response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":[')
  if (behaviour === 'flood') return flood(response.writeHead(200, { 'content-type': 'application/json' }))
  if (behaviour === 'error with 200')
    return send(response, 200, { error: { code: 429, message: 'Rate limit reached' } })
  if (typeof behaviour === 'object')
    return send(response, behaviour.status, {}, behaviour.after ? { 'retry-after': behaviour.after } : {})
  const shown = behaviour === 'one too few' ? input.slice(1) : input
  const data = shown.map((one, index) => {
    const vector = vectorOf(one, model, dimensions)
    return {
      object: 'embedding',
      index,
      embedding: isPlain ? [...vector] : Buffer.from(vector.buffer).toString('base64'),
    }
  })
  const tokens = counted ?? input.join(' ').split(/\s+/).length
  // In any order: the index says which is which.
  send(response, 200, {
    object: 'list',
    model,
    data: data.toReversed(),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  })
}

const MEANINGS = [
  ['robot', 'robots', 'humanoid', 'humanoids', 'manipulator'],
  ['fast', 'quick', 'rapid', 'swift'],
  ['dog', 'dogs', 'puppy', 'canine'],
  ['translation', 'interpreting', 'multilingual'],
]
const meaningOf = new Map(MEANINGS.flatMap(([first = '', ...others]) => others.map((word) => [word, first])))

/** Each meaning has a direction of its own, and a text the sum of its words'; another model has other directions. */
function vectorOf(said: string, model: string, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions)
  for (const word of said.toLowerCase().match(/\p{L}+/gu) ?? ['?']) {
    const direction = directionOf(`${model} ${meaningOf.get(word) ?? word}`, dimensions)
    for (const [index, number] of direction.entries()) sum[index] = (sum[index] ?? 0) + number
  }
  return sum
}

const directions = new Map<string, Float32Array>()

function directionOf(meaning: string, dimensions: number): Float32Array {
  const key = `${dimensions} ${meaning}`
  const known = directions.get(key)
  if (known) return known
  const bytes: number[] = []
  for (let part = 0; bytes.length < dimensions; part += 1)
    bytes.push(...createHash('sha256').update(`${meaning} ${part}`).digest())
  const direction = Float32Array.from(bytes.slice(0, dimensions), (byte) => byte / 127.5 - 1)
  directions.set(key, direction)
  return direction
}

function flood(response: ServerResponse): void {
  if (response.destroyed) return
  response.write(' '.repeat(64 * 1024), () => setImmediate(() => flood(response)))
}

const refuse = (response: ServerResponse, message: string) => send(response, 400, { error: { message } })

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
