import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { localDate } from '../../../src/core/schedule.ts'
import type { Store } from '../../../src/db/open.ts'
import { modelUsage, tokensUsed } from '../../../src/models/usage.ts'
import { createModelSummarizer } from '../../../src/summaries/model/summarizer.ts'
import { type FakeOpenAi, startFakeOpenAi } from '../../fakes/openai.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { abstracts } from '../../fixtures/abstracts.ts'

const summary = {
  tldr: 'Tidemark writes a short memory after every document and improves recall by 7.4 points.',
  contribution: 'Tidemark is a retrieval method that writes a short memory after every document.',
  method: '',
  result: 'Recall improves by 7.4 points.',
  keywords: [],
}
const reply = (content: unknown) => ({ kind: 'reply' as const, content: JSON.stringify(content) })

let server: FakeOpenAi
let store: Store
let papers = 0

beforeAll(async () => {
  ;[server, store] = await Promise.all([startFakeOpenAi(), openScratch()])
})
beforeEach(() => {
  server.requests.length = 0
})
afterAll(() => Promise.all([server.close(), store.close()]))

function summarize(script: FakeOpenAi['script'], options: { isReviewed?: boolean; dailyTokens?: number } = {}) {
  server.script.splice(0, Infinity, ...script)
  const model = { model: 'gpt-5-mini', apiKey: undefined, baseUrl: server.url }
  const [dailyTokens, timeoutMs, log] = [1e9, 30_000, pino({ level: 'silent' })]
  const write = createModelSummarizer({
    ...{ server: model, language: 'en', dailyTokens, store, log, timeoutMs, isReviewed: true },
    ...options,
  })
  return write({ id: `paper-${papers++}`, ...abstracts.tidemark }, 'tldr', new AbortController().signal)
}

it('asks a second time about what is put together, once a paper and apart in the cost', async () => {
  const kept = await summarize([reply(summary), reply({ wrong: [] })])
  expect(kept).toMatchObject({ by: 'model', lines: [summary.tldr] })
  expect(server.requests).toHaveLength(2)
  expect(server.requests[1]?.messages[1]?.content).toContain(summary.tldr)
  expect(server.requests[1]?.messages[1]?.content).not.toContain(summary.result)
  const usage = await modelUsage(store.db, '2000-01-01')
  expect(usage.map(({ model, calls }) => `${model}: ${calls}`)).toEqual(['gpt-5-mini: 1', 'gpt-5-mini (review): 1'])
})

it('has a line written again that the second answer calls wrong, and asks no third time', async () => {
  const better = { ...summary, tldr: 'Tidemark writes a short memory after every document.' }
  const written = await summarize([reply(summary), reply({ wrong: [1] }), reply(better)])
  expect(written).toMatchObject({ by: 'model', lines: [better.tldr] })
  expect(server.requests).toHaveLength(3)
  expect(server.requests[2]?.messages.at(-1)?.content).toContain(`does not say: “${summary.tldr}”`)
})

it.each([
  ['no answer', [reply(summary), { kind: 'status' as const, status: 400 }]],
  ['an answer that cannot be read', [reply(summary), { kind: 'reply' as const, content: 'All of them hold.' }]],
])('keeps the summary when the second question gets %s', async (_, script) => {
  expect(await summarize(script)).toMatchObject({ by: 'model', lines: [summary.tldr] })
})

it('asks once where nobody wants a second question', async () => {
  await summarize([reply(summary)], { isReviewed: false })
  expect(server.requests).toHaveLength(1)
})

it('asks once where the first question takes the last tokens of the day', async () => {
  const dailyTokens = (await tokensUsed(store.db, localDate('UTC', store.now()))) + 1
  await summarize([reply(summary)], { dailyTokens })
  expect(server.requests).toHaveLength(1)
})
