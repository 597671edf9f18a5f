import { type ChatCompletionRequest, type FixtureResponse, LLMock } from '@copilotkit/aimock'
import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import type { Store } from '../../../src/db/open.ts'
import { modelUsage } from '../../../src/models/usage.ts'
import { summarizeExtractively } from '../../../src/summaries/extractive.ts'
import { createModelSummarizer } from '../../../src/summaries/model/summarizer.ts'
import type { Summary } from '../../../src/summaries/summary.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { abstracts } from '../../fixtures/abstracts.ts'
import { deadline } from '../../wait.ts'

// A second opinion on how OpenAI's server behaves, by people who did not write Paperboy.
type Options = Parameters<LLMock['onMessage']>[2]
type Asked = { summary: Summary; asked: ChatCompletionRequest[]; store: Store; again(): Promise<Summary> }

const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const paper = { id: 'arxiv:2511.01234', ...abstracts.tidemark }
const extract = summarizeExtractively(paper, 'lines')

/** The answers one after the other, the last one again and again. */
async function ask(answers: FixtureResponse[], options: Options = {}): Promise<Asked> {
  const mock = new LLMock({ port: 0 })
  const asked: ChatCompletionRequest[] = []
  mock.onMessage(
    /.*/,
    (request) => {
      asked.push(request)
      return answers[Math.min(asked.length, answers.length) - 1] ?? { content: '' }
    },
    options,
  )
  await mock.start()
  const store = await openScratch()
  closing.push(
    () => mock.stop(),
    () => store.close(),
  )
  const summarize = createModelSummarizer({
    server: { model: 'gpt-5-mini', apiKey: 'mock', baseUrl: `${mock.url}/v1` },
    language: 'en',
    dailyTokens: 100_000,
    store,
    log: pino({ level: 'silent' }),
    timeoutMs: options.chaos?.latencyMs ? 500 : 30_000,
  })
  const never = new AbortController().signal
  const summary = await summarize(paper, 'lines', never)
  return { summary, asked, store, again: () => summarize({ ...paper, id: 'arxiv:2511.05678' }, 'lines', never) }
}

const content = JSON.stringify({
  tldr: 'Tidemark writes a short memory after every document.',
  contribution: 'A retrieval method that writes a short memory after every document.',
  method: 'The writer is trained with a contrastive loss.',
  result: 'Recall improves by 7.4 points.',
  keywords: ['retrieval'],
})
const good = { content }

it('understands its answer, and counts the tokens it names', async () => {
  const { summary, store } = await ask([{ content, usage: { prompt_tokens: 321, completion_tokens: 45 } }])
  expect(summary).toMatchObject({ by: 'model', model: 'gpt-5-mini' })
  expect(await modelUsage(store.db, '2020-01-01')).toMatchObject([
    { model: 'gpt-5-mini', calls: 1, promptTokens: 321, completionTokens: 45 },
  ])
})

it.each([
  ['a fenced answer', [{ content: `\`\`\`json\n${content}\n\`\`\`` }], 1],
  ['an answer with talk around it', [{ content: `Sure! Here it is: ${content} Anything else?` }], 1],
  ['a cut answer before a whole one', [{ content: content.slice(0, 90), finishReason: 'length' }, good], 2],
  ['another shape before the right one', [{ content: '{"summary":"Tidemark"}' }, good], 2],
  ['an invention before a faithful answer', [{ content: content.replace('7.4', '9.9') }, good], 2],
])('takes %s', async (_, answers, calls) => {
  const { summary, asked } = await ask(answers)
  expect(summary).toMatchObject({ by: 'model', lines: { length: 3 } })
  expect(asked).toHaveLength(calls)
})

it.each([
  ['answers without JSON', [{ content: 'I would rather not.' }]],
  ['answers that are cut', [{ content: content.slice(0, 90), finishReason: 'length' }]],
  ['answers that a filter has emptied', [{ content: '', finishReason: 'content_filter' }]],
  ['answers in another shape', [{ content: '{"summary":"Tidemark"}' }]],
  ['inventions', [{ content: content.replace('7.4', '9.9') }]],
])('shows the abstract’s own sentences after two %s', async (_, answers) => {
  const { summary, asked } = await ask(answers)
  expect(summary).toEqual(extract)
  expect(asked).toHaveLength(2)
})

it.each<[string, FixtureResponse, Options]>([
  ['its rate limit', { error: { message: 'Rate limit', type: 'rate_limit_error' }, status: 429, retryAfter: 30 }, {}],
  ['an overloaded server', { error: { message: 'Overloaded' }, status: 503 }, {}],
  ['a wrong key', { error: { message: 'Invalid key', code: 'invalid_api_key' }, status: 401 }, {}],
  ['a body that is no JSON', good, { chaos: { malformedRate: 1 } }],
  ['a broken connection', good, { chaos: { disconnectRate: 1 } }],
  ['silence', good, { chaos: { latencyMs: 3_000 } }],
])('shows the abstract’s own sentences after %s, and lets no other paper wait for it', async (_, answer, options) => {
  const started = performance.now()
  const { summary, asked, again } = await ask([answer], options)
  const before = asked.length
  expect(summary).toEqual(extract)
  expect(await again()).toEqual(extract)
  expect(asked).toHaveLength(before)
  expect(performance.now() - started).toBeLessThan(deadline(10_000))
})
