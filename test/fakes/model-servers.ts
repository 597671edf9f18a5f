import type { ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAnsweringServer, listen } from './listen.ts'

type Message = { role: string; content: string }
export type AskedModel = {
  model: string
  messages: Message[]
  max_tokens?: number
  max_completion_tokens?: number
  reasoning_effort?: string
  response_format?: { type: string }
}
type Answer = {
  status?: number
  headers?: Record<string, string>
  body: unknown
  /** Hangs up in the middle of it. */
  isCut?: boolean
  /** Milliseconds between two of its chunks. */
  chunkMs?: number
}
/** What a server that speaks OpenAI's language answers to the `times`-th request for a chat completion. */
export type ModelServer = (asked: AskedModel, times: number, hungUp: AbortSignal) => Answer | Promise<Answer>

const say = (content: unknown, finish = 'stop', more: object = {}): Answer => ({
  body: {
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content, ...more } }],
    usage: { prompt_tokens: 300, completion_tokens: 120 },
  },
})
const refuse = (status: number, error: unknown): Answer => ({ status, body: { error } })
const extra = (...names: string[]) =>
  names.map((name) => ({
    type: 'extra_forbidden',
    loc: ['body', name],
    msg: 'Extra inputs are not permitted',
    input: 1,
  }))
const PAGE = '<html><head><style>p { color: red }</style></head><body><p>Bad gateway</p></body></html>'
const firstThen = (first: Answer, then: Answer) => (_: AskedModel, times: number) => (times === 1 ? first : then)
const unlessFilteredIn = (marked: string, good: string, filtered: Answer) => (asked: AskedModel) =>
  asked.messages.some(({ content }) => content.includes(marked)) ? filtered : say(good)

/** Servers by what they do that OpenAI's does not, or not always; `good` is what a model writes about the paper. */
export const modelServers = (good: string) => {
  const thoughts = 'They want {"tldr", "contribution"}. A draft: {"tldr": "pumps"} hmm.'
  const { keywords, ...lines } = JSON.parse(good) as { keywords: string[] }
  return {
    'thinks until a small cap is used up': ({ max_completion_tokens: cap = 0, reasoning_effort: effort }) =>
      cap < 1_500 && effort === undefined ? say('', 'length') : say(good),
    'thinks at length unless told not to': ({ reasoning_effort: effort }) =>
      effort === 'low' ? say(good) : say('', 'length'),
    'knows no max_completion_tokens (422)': ({ max_completion_tokens: cap, response_format: format }) => {
      if (cap !== undefined)
        return { status: 422, body: { object: 'error', message: { detail: extra('max_completion_tokens') } } }
      return format?.type === 'json_schema' ? say(good) : say('No schema, no JSON.')
    },
    'knows no max_completion_tokens (400)': ({ max_completion_tokens: cap, response_format: format }) => {
      if (cap !== undefined)
        return refuse(400, { message: 'Unrecognized request argument supplied: max_completion_tokens' })
      return format?.type === 'json_schema' ? say(good) : say('No schema, no JSON.')
    },
    'names all it does not know at once': (asked) => {
      const unknown = ['max_completion_tokens', 'reasoning_effort'].filter((name) => Object.hasOwn(asked, name))
      return unknown.length > 0 ? { status: 422, body: { detail: extra(...unknown) } } : say(good)
    },
    'has a context of 4,096 tokens': ({ max_completion_tokens: cap = 0, max_tokens: older = 0 }) =>
      cap + older > 3_000 ? refuse(400, { message: 'maximum context length is 4096 tokens', param: null }) : say(good),
    'knows no reasoning_effort': ({ reasoning_effort: effort }) =>
      effort ? refuse(400, { message: 'Unrecognized request argument supplied: reasoning_effort' }) : say(good),
    'has a model that cannot think': ({ reasoning_effort: effort }) =>
      effort ? refuse(400, { message: '"gemma" does not support thinking' }) : say(good),
    'knows no response_format': ({ response_format: format }) =>
      format ? refuse(400, { message: 'unavailable now', param: 'response_format' }) : say(good),
    'knows json_object alone': ({ response_format: format }) =>
      format?.type === 'json_schema' ? refuse(400, 'no such response_format.type') : say(good),
    'knows no system role': ({ messages }) => {
      const isKnown = messages.every(({ role }, index) => role === (index % 2 === 0 ? 'user' : 'assistant'))
      if (!isKnown) return { status: 400, body: { object: 'error', message: 'System role not supported' } }
      return messages[0]?.content.includes('tldr') ? say(good) : say('What shall I do?')
    },
    'refuses and does not say what': (asked) =>
      asked.response_format || asked.reasoning_effort ? { status: 400, body: 'Bad Request' } : say(good),
    'answers in parts': () =>
      say([
        { type: 'thinking', thinking: [{ type: 'text', text: 'hmm' }] },
        { type: 'text', text: good.slice(0, 30) },
        { type: 'text', text: good.slice(30) },
      ]),
    'thinks aloud, with braces': () => say(`<think>\n${thoughts}\n</think>\n\n${good}`),
    'thinks aloud, unopened': () => say(`${thoughts}\n</think>\n${good}`),
    'thinks aloud after the answer, unclosed': () => say(`${good}\n<think>${thoughts}`),
    'drafts a whole answer in its thoughts': () => say(`<think>${good.replaceAll('7.4', '9.9')}</think>${good}`),
    'talks around a fence': () => say(`Here {it} is:\n\`\`\`json\n${good}\n\`\`\`\nAnything {else}?`),
    'writes keywords as a text': () => say(JSON.stringify({ ...lines, keywords: keywords.join(', ') })),
    'answers emptily at first': firstThen(say(''), say(good)),
    'answers null at first': firstThen(say(null), say(good)),
    'is cut at first': firstThen(say(good.slice(0, 40), 'length'), say(good)),
    'tells no usage': () => ({ body: { choices: [{ message: { content: good } }] } }),
    'answers in slow chunks': () => ({ ...say(good), chunkMs: 5 }),
    'asks to come back in a second': firstThen(
      { status: 429, headers: { 'retry-after': '1' }, body: { error: { message: 'Rate limit' } } },
      say(good),
    ),
    'is loading its model': firstThen(refuse(503, { code: 503, message: 'Loading model' }), say(good)),
    'tells a rate limit with status 200': () => ({ body: { error: { code: 429, message: 'Rate limit reached' } } }),
    'tells an error in a choice': () => ({
      body: { choices: [{ error: { code: 502, message: 'Provider down' }, message: { content: '' } }] },
    }),
    'thinks until any cap is used up': () => say('', 'length'),
    'never ends its answer': () => say(good.slice(0, 40), 'length'),
    'writes no JSON': () => say('I would rather not.'),
    'answers with null': () => say(null),
    'answers without choices': () => ({ body: { choices: [] } }),
    'refuses every paper': () => say(null, 'stop', { refusal: 'I cannot help with that.' }),
    'limits the rate': () => refuse(429, { message: 'Rate limit reached' }),
    'limits the rate for an hour': () => ({ ...refuse(429, { message: 'Slow' }), headers: { 'retry-after': '3600' } }),
    'has no such path': () => ({ status: 404, body: { detail: 'Not Found' } }),
    'does not know the path, with status 200': () => ({
      body: { error: 'Unexpected endpoint (POST /chat/completions)' },
    }),
    'does not know the model': () => refuse(404, { message: 'model "gpt-5-mini" not found', code: 'model_not_found' }),
    'wants another key': () => refuse(401, { message: 'Incorrect API key provided', code: 'invalid_api_key' }),
    'is behind a page': () => ({ headers: { 'content-type': 'text/html' }, body: PAGE }),
    'is behind a page with 502': () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: PAGE }),
    'hangs up in the middle': () => ({ ...say(good), isCut: true }),
    'filters one paper': unlessFilteredIn('Tidewheel', good, {
      status: 400,
      body: { error: { message: 'The prompt was filtered.', type: null, param: 'prompt', code: 'content_filter' } },
    }),
    'filters one paper and does not say so': unlessFilteredIn('Tidewheel', good, refuse(400, { message: 'No.' })),
  } satisfies Record<string, ModelServer>
}

export type ModelServerName = keyof ReturnType<typeof modelServers>

/** Loads its model with a request, and begins anew when the client hangs up. */
export const coldServer = (good: string, loadMs: number): ModelServer => {
  let isLoaded = false
  return async (_, __, hungUp) => {
    if (!isLoaded) await sleep(loadMs, undefined, { signal: hungUp })
    isLoaded = true
    return say(good)
  }
}

/** A real HTTP server; every path but the one of chat completions is unknown to it. */
export async function startModelServer(answer: ModelServer) {
  const requests: AskedModel[] = []
  const server = createAnsweringServer(async (request, response) => {
    const hungUp = new AbortController()
    response.on('close', () => hungUp.abort())
    const asked = (await json(request)) as AskedModel
    if (request.url !== '/v1/chat/completions') return send(response, { status: 404, body: '404 page not found' })
    requests.push(asked)
    await Promise.resolve(answer(asked, requests.length, hungUp.signal)).then(
      (one) => send(response, one),
      () => response.destroy(),
    )
  })
  const { url, close } = await listen(server)
  return { url: `${url}/v1`, requests, close }
}

async function send(response: ServerResponse, { status = 200, headers, body, isCut, chunkMs }: Answer): Promise<void> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  if (isCut) return void response.write(text.slice(0, 60), () => response.destroy())
  for (let from = 0; chunkMs !== undefined && from < text.length; from += 40) {
    response.write(text.slice(from, from + 40))
    await sleep(chunkMs)
  }
  response.end(chunkMs === undefined ? text : '')
}
