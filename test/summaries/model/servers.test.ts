import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '../../../src/db/open.ts'
import { modelUsage, tokensUsed } from '../../../src/models/usage.ts'
import { createModelSummarizer } from '../../../src/summaries/model/summarizer.ts'
import type { SummaryRequest } from '../../../src/summaries/summary.ts'
import {
  type AskedModel,
  coldServer,
  type ModelServer,
  type ModelServerName,
  modelServers,
  startModelServer,
} from '../../fakes/model-servers.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { abstracts } from '../../fixtures/abstracts.ts'

const paper = { id: 'arxiv:2511.01234', ...abstracts.tidemark }
const another = (number: number) => ({ ...paper, id: `arxiv:2511.${10_000 + number}` })
const good = JSON.stringify({
  tldr: 'Tidemark, a retrieval method, writes a short memory after every document.',
  contribution: 'Tidemark is a retrieval method that writes a short memory after every document.',
  method: 'It trains the writer with a contrastive loss on adjacent documents, without labels.',
  result: 'On three benchmarks recall improves by 7.4 points with 40% less memory.',
  keywords: ['retrieval', 'memory'],
})
const servers = modelServers(good)

let store: Store
let now: number
const closing: (() => Promise<void>)[] = []
beforeEach(async () => {
  store = await openScratch()
  now = Date.parse('2026-02-03T08:00:00Z')
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
  await store.close()
})

async function open(server: ModelServer, { timeoutMs = 30_000, dailyTokens = 100_000, path = '' } = {}) {
  const warnings: string[] = []
  const write = (line: string) => void warnings.push((JSON.parse(line) as { problem: string }).problem)
  const { url, requests, close } = await startModelServer(server)
  const stopping = new AbortController()
  closing.push(close)
  const problems: (string | null)[] = []
  const summarize = createModelSummarizer(
    {
      server: { model: 'gpt-5-mini', apiKey: undefined, baseUrl: path === '' ? url : url.replace('/v1', path) },
      language: 'en',
      dailyTokens,
      store: { ...store, now: () => now },
      log: pino({ level: 'warn' }, { write }),
      timeoutMs,
      stopping: stopping.signal,
    },
    (problem) => void problems.push(problem),
  )
  const ask = async (own: SummaryRequest = paper) => (await summarize(own, 'lines', new AbortController().signal)).by
  return { ask, summarize, requests, warnings, problems, stop: () => stopping.abort() }
}

const storedStates = async () =>
  (await store.db.selectFrom('summaries').select('state').execute()).map((row) => row.state)

/** Requests until the first summary; the next paper takes one. */
const SUMMARIZED: [ModelServerName, number][] = [
  ['thinks until a small cap is used up', 1],
  ['thinks at length unless told not to', 1],
  ['knows no max_completion_tokens (422)', 2],
  ['knows no max_completion_tokens (400)', 2],
  ['names all it does not know at once', 2],
  ['has a context of 4,096 tokens', 3],
  ['knows no reasoning_effort', 2],
  ['has a model that cannot think', 2],
  ['knows no response_format', 3],
  ['knows json_object alone', 2],
  ['knows no system role', 2],
  ['refuses and does not say what', 2],
  ['answers in parts', 1],
  ['thinks aloud, with braces', 1],
  ['thinks aloud, unopened', 1],
  ['thinks aloud after the answer, unclosed', 1],
  ['drafts a whole answer in its thoughts', 1],
  ['talks around a fence', 1],
  ['writes keywords as a text', 1],
  ['answers emptily at first', 2],
  ['answers null at first', 2],
  ['is cut at first', 2],
  ['tells no usage', 1],
  ['answers in slow chunks', 1],
  ['asks to come back in a second', 2],
  ['is loading its model', 2],
]
it.each(SUMMARIZED)(
  'gets a summary from a server that %s, and asks it in its way from then on',
  async (name, requests) => {
    const server = await open(servers[name])
    expect(await server.ask()).toBe('model')
    expect(server.requests).toHaveLength(requests)
    expect(await server.ask(another(1))).toBe('model')
    expect(server.requests).toHaveLength(requests + 1)
    expect(server.warnings).toEqual([])
    expect(await tokensUsed(store.db, '2026-02-03')).toBeGreaterThan(0)
  },
)

const WARNED: [ModelServerName, RegExp][] = [
  ['thinks until any cap is used up', /the cap of 4,000 tokens \(max_completion_tokens\) was used up/],
  ['never ends its answer', /it was cut at the cap of 4,000 tokens/],
  ['writes no JSON', /cannot be read: it is not JSON/],
  ['answers with null', /cannot be read: it is empty/],
  ['answers without choices', /cannot be read: it is empty/],
  ['refuses every paper', /it refuses: I cannot help with that/],
  ['limits the rate', /\(429\): 429 Rate limit reached\. Its limit or your money/],
  ['limits the rate for an hour', /\(429\): 429 Slow/],
  ['tells a rate limit with status 200', /\(429\): 429 Rate limit reached/],
  ['tells an error in a choice', /\(502\): 502 Provider down/],
  ['has no such path', /\(404\).* end in \/v1/],
  ['does not know the path, with status 200', /Unexpected endpoint.*does it end in \/v1\?/],
  ['does not know the model', /\(404\).*not found.*does that server have the model gpt-5-mini\?/],
  ['wants another key', /\(401\): 401 Incorrect API key provided\. Is OPENAI_API_KEY right\?/],
  ['is behind a page', /sent what no chat completion is.*OPENAI_BASE_URL/],
  ['is behind a page with 502', /\(502\): 502 Bad gateway/],
  ['hangs up in the middle', /no answer/],
]
it.each(WARNED)('warns once of a server that %s, and refuses no paper for good', async (name, warning) => {
  const server = await open(servers[name])
  for (let number = 0; number < 6; number += 1) expect(await server.ask(another(number))).toBe('extract')
  expect(server.warnings).toEqual([expect.stringMatching(warning)])
  expect(server.problems.at(-1)).toMatch(/./)
  expect(server.requests.length).toBeLessThanOrEqual(6)
  expect(await storedStates()).toEqual([])
})

it('says that the address lacks /v1', async () => {
  const server = await open(() => ({ body: {} }), { path: '/' })
  expect(await server.ask()).toBe('extract')
  expect(server.warnings).toEqual([
    expect.stringMatching(/\(404\): 404 404 page not found\. Does OPENAI_BASE_URL end in \/v1/),
  ])
})

it.each<ModelServerName>(['filters one paper', 'filters one paper and does not say so'])(
  'writes the other papers of a server that %s, in the same form',
  async (name) => {
    const server = await open(servers[name])
    const filtered = { ...paper, id: 'arxiv:2601.00001', abstract: `Tidewheel. ${paper.abstract}` }
    const schema = (asked: AskedModel | undefined) => asked?.response_format?.type
    expect([await server.ask(filtered), await server.ask(), schema(server.requests.at(-1))]).toEqual([
      ...['extract', 'model', 'json_schema'],
    ])
    expect(server.problems).toEqual([null])
    const before = server.requests.length
    expect(await server.ask(filtered)).toBe('extract')
    expect(server.requests).toHaveLength(before)
  },
)

it('asks again, later and three times at most, for what could not be read; the day’s tokens count each', async () => {
  const server = await open(servers['thinks until any cap is used up'])
  for (let hour = 0; hour < 8; hour += 1, now += 3_600_000) {
    expect(await server.ask()).toBe('extract')
    expect(await server.ask()).toBe('extract')
  }
  expect(server.requests).toHaveLength(3)
  expect(await modelUsage(store.db, '2026-02-03')).toMatchObject([
    { calls: 3, promptTokens: 900, completionTokens: 360 },
  ])
  const poor = await open(servers['thinks until any cap is used up'], { dailyTokens: 1_000 })
  expect([await poor.ask(another(1)), poor.requests]).toEqual(['extract', []])
})

it('waits for a model that is loaded first, as long as anybody wants to wait', async () => {
  const server = await open(coldServer(good, 1_500))
  expect(await server.ask()).toBe('model')
  expect(server.requests).toHaveLength(1)
})

it('lets nobody wait for a cold model, and does not interrupt it: the next one finds it loaded', async () => {
  const server = await open(coldServer(good, 1_500), { timeoutMs: 500 })
  expect(await server.ask()).toBe('extract')
  expect(await server.ask(another(1))).toBe('extract')
  expect(server.requests).toHaveLength(1)
  expect(server.warnings).toEqual([expect.stringContaining('has not answered for 0.5 s')])
  await expect.poll(storedStates, { timeout: 20_000 }).toEqual(['written'])
  await expect.poll(() => server.problems.at(-1)).toBeNull()
  expect([await server.ask(), await server.ask(another(2))]).toEqual(['model', 'model'])
  expect(server.requests).toHaveLength(2)
})

it('warms a model ahead, once while it stays warm', async () => {
  const server = await open(coldServer(good, 200), { timeoutMs: 10_000 })
  for (let minute = 0; minute < 3; minute += 1, now += 60_000) server.summarize.warm?.()
  await expect.poll(() => modelUsage(store.db, '2026-02-03')).toMatchObject([{ calls: 1 }])
  expect(server.requests).toHaveLength(1)
  now += 240_000
  server.summarize.warm?.()
  await expect.poll(() => server.requests.length).toBe(2)
})

it('ends what nobody waits for when the program ends, and says nothing of it', async () => {
  const server = await open(coldServer(good, 60_000), { timeoutMs: 300 })
  expect(await server.ask()).toBe('extract')
  server.stop()
  await expect.poll(storedStates).toEqual([])
  expect(server.warnings).toHaveLength(1)
})
