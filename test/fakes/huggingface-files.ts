import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ONNX_RUNTIME } from '../../src/models/local/runtime.ts'
import type { Weights } from '../../src/models/local/weights.ts'
import { tinyModel, tinyTokenizer } from '../fixtures/tiny-model.ts'
import { type FakeAnswer, type FakeServer, startFakeServer } from './http.ts'

const REPOSITORY = 'example/tiny'
const REVISION = 'a'.repeat(40)

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
const pinned = (path: string, content: Buffer) => ({ path, bytes: content.length, sha256: sha256(content) })

const contents: Record<string, Buffer> = { 'onnx/model.onnx': tinyModel(), 'tokenizer.json': tinyTokenizer() }

const ONNX_RUNTIME_FOLDER = dirname(fileURLToPath(import.meta.resolve('onnxruntime-web/wasm')))

/** The pins of what the fake has. */
export const TINY: Weights = {
  repository: REPOSITORY,
  revision: REVISION,
  model: pinned('onnx/model.onnx', tinyModel()),
  tokenizer: pinned('tokenizer.json', tinyTokenizer()),
  pooling: 'mean',
}

/** An empty folder for models, but for ONNX Runtime as npm has it: what is fetched elsewhere is the same. */
export function freshModelFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'models')
  const runtime = join(folder, ONNX_RUNTIME.name)
  mkdirSync(runtime, { recursive: true })
  for (const { path } of [ONNX_RUNTIME.script, ONNX_RUNTIME.binary])
    copyFileSync(join(ONNX_RUNTIME_FOLDER, path), join(runtime, path))
  return folder
}

/**
 * Files of a repository as huggingface.co has them: `/resolve/<revision>/<path>` leads large ones to a host for content,
 * with their size and sha256 in `X-Linked-…`; that host knows ranges.
 */
export async function startFakeHuggingFaceFiles(): Promise<{
  hub: FakeServer
  content: FakeServer
  close(): Promise<void>
}> {
  const content = await startFakeServer((url, headers) => {
    const file = contents[url.pathname.slice(1)]
    if (!file || url.searchParams.get('Signature') !== 'fake') return { status: 403 }
    return partOf(file, headers.range)
  })
  const hub = await startFakeServer((url, headers) => {
    if (!/^Paperboy\//.test(headers['user-agent'] ?? '')) return { status: 403, body: 'who is asking?' }
    const path = url.pathname.split(`/${REPOSITORY}/resolve/${REVISION}/`)[1] ?? ''
    const file = contents[path]
    if (!file) return { status: 404, headers: { 'x-error-code': 'EntryNotFound' }, body: 'Entry not found' }
    const known = {
      'x-repo-commit': REVISION,
      'x-linked-size': String(file.length),
      'x-linked-etag': `"${sha256(file)}"`,
    }
    return path.endsWith('.json')
      ? partOf(file, headers.range)
      : { status: 302, headers: { ...known, location: `${content.url}/${path}?Signature=fake` } }
  })
  return {
    hub,
    content,
    async close() {
      await Promise.all([hub.close(), content.close()])
    },
  }
}

function partOf(file: Buffer, range: string | undefined): FakeAnswer {
  if (range === undefined) return { headers: { 'accept-ranges': 'bytes' }, body: file }
  const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? Number.NaN)
  if (!(from < file.length)) return { status: 416, headers: { 'content-range': `bytes */${file.length}` } }
  const headers = { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }
  return { status: 206, headers, body: file.subarray(from) }
}
