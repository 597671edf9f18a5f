import { expect, it } from 'vitest'
import { describeError } from '../../../src/core/error-words.ts'
import { createEmbed } from '../../../src/models/embed.ts'
import { ModelServerError } from '../../../src/models/server.ts'
import { type EmbeddingsBehaviour, startFakeEmbeddings } from '../../fakes/embeddings.ts'

const TEXTS = ['a memory for long tasks', 'sparse lanterns']

it.each<[string, unknown, number]>([
  ['as the server counted', 7, 7],
  ['by their length where the count is negative', -3, 10],
  ['by their length where the count is a fraction', 0.5, 10],
  ['by their length where the count is no number', 'many', 10],
  ['as no more than their bytes where the count is huge', 1e300, JSON.stringify(TEXTS).length],
])('bills texts %s', async (_, counted, billed) => {
  const server = await startFakeEmbeddings({ counted })
  const embed = createEmbed({ model: 'embedder', apiKey: 'key', baseUrl: server.url })
  const { vectors, tokens } = await embed(TEXTS, AbortSignal.timeout(10_000))
  await server.close()
  expect([vectors.length, tokens]).toEqual([2, billed])
})

it.each(['right', 'plain', 'no base64', 'no format'] as const)(
  'reads vectors of a server that is %s',
  async (behaviour) => {
    const server = await startFakeEmbeddings({ behaviour })
    const embed = createEmbed({ model: 'embedder', apiKey: 'key', baseUrl: server.url })
    for (let time = 0; time < 2; time += 1) {
      const { vectors } = await embed(TEXTS, AbortSignal.timeout(10_000))
      expect(vectors.map(({ length }) => length)).toEqual([128, 128])
    }
    await server.close()
  },
)

it.each<[EmbeddingsBehaviour, string]>([
  ['error with 200', 'the model server failed (429): 429 Rate limit reached'],
  ['html', 'the model server sent what no embeddings are'],
  [{ status: 502 }, 'the model server failed (502)'],
])('says in words what a server has instead: %s', async (behaviour, words) => {
  const server = await startFakeEmbeddings({ behaviour })
  const embed = createEmbed({ model: 'embedder', apiKey: 'key', baseUrl: server.url })
  const error = await embed(TEXTS, AbortSignal.timeout(10_000)).catch((thrown: unknown) => thrown)
  await server.close()
  expect(error).toBeInstanceOf(ModelServerError)
  expect(describeError(error)).toContain(words)
})
