import { LLMock } from '@copilotkit/aimock'
import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import { createModelSummarizer } from '../../../src/summarize/model/summarizer.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { abstracts } from '../../fixtures/abstracts.ts'

// A second opinion on how OpenAI's server behaves, by people who did not write Paperboy.
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function summarizeWith(answer: Parameters<LLMock['onMessage']>[1]) {
  const mock = new LLMock({ port: 0 })
  mock.onMessage(/.*/, answer)
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
    patienceMs: 30_000,
  })
  return summarize({ id: 'arxiv:2511.01234', ...abstracts.tidemark }, 'lines', new AbortController().signal)
}

const faithful = JSON.stringify({
  tldr: 'Tidemark writes a short memory after every document.',
  contribution: 'A retrieval method that writes a short memory after every document.',
  method: 'The writer is trained with a contrastive loss.',
  result: 'Recall improves by 7.4 points.',
  keywords: ['retrieval'],
})

it('understands its answer', async () => {
  expect(await summarizeWith({ content: faithful })).toMatchObject({ by: 'model', model: 'gpt-5-mini' })
})

it('shows the abstract’s own sentences after its rate limit', async () => {
  expect(
    await summarizeWith({ error: { message: 'Rate limit', type: 'rate_limit_error' }, status: 429 }),
  ).toMatchObject({
    by: 'extract',
  })
})

it('shows the abstract’s own sentences after an answer without JSON', async () => {
  expect(await summarizeWith({ content: 'I would rather not.' })).toMatchObject({ by: 'extract' })
})
