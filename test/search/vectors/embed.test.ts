import { expect, it } from 'vitest'
import { createEmbed } from '../../../src/models/embed.ts'
import { startFakeEmbeddings } from '../../fakes/embeddings.ts'

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
