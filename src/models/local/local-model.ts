import { join } from 'node:path'
import type { Logger } from 'pino'
import type { EmbeddingModel } from '../embedding-model.ts'
import { ModelServerError } from '../server.ts'
import { createEncoder } from './encoder.ts'
import { fetchPinned, partOf, sizeOf } from './fetch-pinned.ts'
import { MINILM, type PinnedFile } from './weights.ts'

/** A search waits for the process to start, too. */
const PATIENCE_MS = 3_000

type LocalModelOptions = {
  /** Hugging Face, or a mirror. */
  url: string
  /** Where the weights are kept. */
  folder: string
  log: Logger
  signal: AbortSignal
  weights?: typeof MINILM
}

/** A sentence encoder on this machine, fetched and loaded with the first text. No text leaves the machine. */
export function createLocalModel({ url, folder, log, signal, weights = MINILM }: LocalModelOptions): EmbeddingModel {
  const { repository, revision, model, tokenizer } = weights
  const placeOf = ({ path }: PinnedFile) => join(folder, repository.replace('/', '--'), revision, path)
  const encoder = createEncoder([placeOf(model), model.sha256, placeOf(tokenizer), tokenizer.sha256])
  const closing = new AbortController()
  let fetching: Promise<void> | null = null

  async function fetchMissing(): Promise<void> {
    for (const file of [tokenizer, model]) {
      if ((await sizeOf(placeOf(file))) === file.bytes) continue
      const address = `${url}/${repository}/resolve/${revision}/${file.path}`
      await fetchPinned(address, placeOf(file), file, AbortSignal.any([signal, closing.signal]), (bytes) =>
        log.info({ model: repository, file: file.path, bytes, of: file.bytes }, 'the model is being fetched'),
      )
    }
  }

  return {
    name: `${repository}@${revision.slice(0, 7)}`,
    async embed(texts, until) {
      // Once for all who wait.
      fetching ??= fetchMissing().finally(() => {
        fetching = null
      })
      await fetching.catch((cause: unknown) => {
        throw new ModelServerError('the model could not be fetched', null, { cause })
      })
      return { vectors: await encoder.embed(texts, until), tokens: 0 }
    },
    remedy: async () => `Can this machine reach HF_URL, and write to ${folder}?`,
    patienceMs: PATIENCE_MS,
    local: {
      async lacking() {
        const [of, sizes] = [
          model.bytes + tokenizer.bytes,
          [tokenizer, model].map(placeOf).map(async (place) => (await sizeOf(place)) || sizeOf(partOf(place))),
        ]
        const here = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
        return here === of
          ? null
          : `is here to ${Math.floor((100 * here) / of)} %, and the running bot fetches the rest`
      },
      async close() {
        closing.abort()
        encoder.close()
      },
    },
  }
}
