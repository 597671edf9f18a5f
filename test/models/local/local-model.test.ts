import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeError } from '../../../src/core/error-words.ts'
import { createLocalModel } from '../../../src/models/local/local-model.ts'
import { ModelServerError } from '../../../src/models/server.ts'
import { cosine, quantize } from '../../../src/search/vectors/quantize.ts'
import { freshModelFolder, startFakeHuggingFaceFiles, TINY } from '../../fakes/huggingface-files.ts'
import { tinyModel } from '../../fixtures/tiny-model.ts'

const log = pino({ level: 'silent' })
let files: Awaited<ReturnType<typeof startFakeHuggingFaceFiles>>
let folder: string
let model: ReturnType<typeof createLocalModel>

const open = () =>
  createLocalModel({ url: files.hub.url, folder, log, signal: new AbortController().signal, weights: TINY })
const soon = () => AbortSignal.timeout(60_000)
const modelFile = () => join(folder, 'example--tiny', TINY.revision, TINY.model.path)

beforeEach(async () => {
  files = await startFakeHuggingFaceFiles()
  folder = freshModelFolder()
  model = open()
})
afterEach(async () => {
  await model.local?.close()
  await files.close()
})

it('fetches the model once, and gives words of one meaning vectors that are close', async () => {
  expect(await model.local?.lacking()).toContain('the running bot fetches the rest')
  const { vectors, tokens } = await model.embed(['Quick robots', 'swift humanoids', 'chess music'], soon())
  const [a, b, c] = vectors.map((vector) => quantize(vector).numbers)
  expect(cosine(a ?? new Int8Array(), b ?? new Int8Array())).toBeGreaterThan(0.99)
  expect(cosine(a ?? new Int8Array(), c ?? new Int8Array())).toBeLessThan(0.1)
  expect(tokens).toBe(0)
  expect(await model.local?.lacking()).toBe(null)
  await open().local?.close()
  await model.embed(['robots'], soon())
  expect(files.hub.requests).toHaveLength(2)
})

it('reads its files anew in another process after a thousand texts, since one takes more and more memory', async () => {
  await model.embed(Array(1_000).fill('robots'), soon())
  writeFileSync(modelFile(), Buffer.alloc(TINY.model.bytes))
  await expect(model.embed(['robots'], soon())).rejects.toThrow(/delete it, and the right one is fetched/)
})

it('goes on where an interrupted download stopped', async () => {
  const begun = tinyModel().subarray(0, 1_000)
  files.content.faults.push({ times: 1, body: begun })
  await expect(model.embed(['robots'], soon())).rejects.toThrow('the model could not be fetched')
  expect(statSync(`${modelFile()}.part`).size).toBe(begun.length)
  await model.embed(['robots'], soon())
  expect(files.content.requests.at(-1)?.headers.range).toBe(`bytes=${begun.length}-`)
})

it.each([
  ['another file', { body: Buffer.alloc(TINY.model.bytes) }, 'has another file'],
  ['more than the file', { body: Buffer.alloc(TINY.model.bytes + 1) }, 'sent more than'],
  ['less than the file', { body: Buffer.alloc(7) }, 'sent 7 of the'],
  ['a refusal', { status: 403 }, 'answered 403'],
] as const)('runs nothing when it is sent %s, and says so', async (_, fault, words) => {
  files.content.faults.push({ ...fault, times: 1 })
  const error = await model.embed(['robots'], soon()).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ModelServerError)
  expect(describeError(error)).toContain(words)
  expect(readdirSync(dirname(modelFile()))).not.toContain('model.onnx')
})

it('runs no file that somebody put in its place', async () => {
  await model.embed(['robots'], soon())
  await model.local?.close()
  writeFileSync(modelFile(), Buffer.alloc(TINY.model.bytes))
  model = open()
  await expect(model.embed(['robots'], soon())).rejects.toThrow(/delete it, and the right one is fetched/)
})

it('says what is wrong when there is no way to Hugging Face', async () => {
  await files.close()
  const error = await model.embed(['robots'], soon()).catch((thrown: unknown) => thrown)
  expect(describeError(error)).toContain('the model could not be fetched: ')
  expect(await model.remedy(error)).toContain('HF_URL')
})
