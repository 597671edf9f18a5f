import { join } from 'node:path'
import type { Logger } from 'pino'
import type { EmbeddingModel } from '../embedding-model.ts'
import { ModelServerError } from '../server.ts'
import { createEncoder } from './encoder.ts'
import { fetchPinned, partOf, sizeOf } from './fetch-pinned.ts'
import { ONNX_RUNTIME } from './runtime.ts'
import { BGE_SMALL, type PinnedFile, type Weights } from './weights.ts'

/** A search waits for the process to start, too. */
const PATIENCE_MS = 3_000

type LocalModelOptions = {
  /** Hugging Face, or a mirror. */
  url: string
  /** Where the weights are kept. */
  folder: string
  log: Logger
  signal: AbortSignal
  weights?: Weights
}

/** A sentence encoder on this machine, fetched and loaded with the first text. No text leaves the machine. */
export function createLocalModel({ url, folder, log, signal, weights = BGE_SMALL }: LocalModelOptions): EmbeddingModel {
  const { repository, revision, pooling } = weights
  const ofModel = locate(
    `${url}/${repository}/resolve/${revision}`,
    join(folder, repository.replace('/', '--'), revision),
  )
  const ofRuntime = locate(ONNX_RUNTIME.url, join(folder, ONNX_RUNTIME.name))
  const files = {
    tokenizer: ofModel(weights.tokenizer),
    script: ofRuntime(ONNX_RUNTIME.script),
    binary: ofRuntime(ONNX_RUNTIME.binary),
    model: ofModel(weights.model),
  }
  const encoder = createEncoder({ ...files, pooling })
  const closing = new AbortController()
  let fetching: Promise<void> | null = null

  async function fetchMissing(): Promise<void> {
    for (const file of Object.values(files)) {
      if ((await sizeOf(file.place)) === file.bytes) continue
      await fetchPinned(file, AbortSignal.any([signal, closing.signal]), (bytes) =>
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
    remedy: async () => `Can this machine reach HF_URL and ${new URL(ONNX_RUNTIME.url).host}, and write to ${folder}?`,
    patienceMs: PATIENCE_MS,
    local: {
      async lacking() {
        const all = Object.values(files)
        const of = all.reduce((sum, { bytes }) => sum + bytes, 0)
        const sizes = all.map(async ({ place }) => (await sizeOf(place)) || sizeOf(partOf(place)))
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

/** Where a file is fetched from, and where it is kept. */
const locate = (address: string, folder: string) => (file: PinnedFile) => ({
  ...file,
  address: `${address}/${file.path}`,
  place: join(folder, file.path),
})
