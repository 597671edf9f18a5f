import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { withoutCredentials } from '../../core/network/credentials.ts'
import type { PinnedFile } from './weights.ts'

const SAID_EVERY_MS = 10_000
/** Without a byte for so long a connection is given up. */
const SILENCE_MS = 30_000
/** 34 MB at 20 kB a second. */
const WHOLE_MS = 30 * 60_000

/** A pinned file, with where it is fetched from and kept. */
type FetchedFile = PinnedFile & { address: string; place: string }

/** Where a file lies until it is whole and its checksum is right. */
export const partOf = (place: string): string => `${place}.part`

/** 0 where there is none. */
export const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => null))?.size ?? 0

/**
 * Fetches a file and puts it in its place once its checksum is right. What came before an interruption is kept, and the
 * next attempt goes on there; two processes that fetch the same write the same bytes to the same places. Throws a
 * sentence.
 */
export async function fetchPinned(
  { address, place, bytes, sha256 }: FetchedFile,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const part = partOf(place)
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  const had = await sizeOf(part)
  if (had < bytes) await fetchRest(address, part, { had, bytes }, signal, onProgress)
  const found = createHash('sha256')
  await pipeline(createReadStream(part), found, { signal })
  if (found.digest('hex') === sha256) return rename(part, place)
  await rm(part, { force: true })
  throw new Error(
    `${new URL(address).host} has another file at ${new URL(address).pathname} than the one that is known`,
  )
}

async function fetchRest(
  address: string,
  part: string,
  { had, bytes }: { had: number; bytes: number },
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const { url, authorization } = withoutCredentials(new URL(address))
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new Error(`no byte for ${SILENCE_MS / 1_000} s`)), SILENCE_MS)
  // A range is of the bytes as they are stored, so they must not be compressed on the way.
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'Paperboy/0.1',
    ...(had > 0 && { range: `bytes=${had}-` }),
    ...(authorization && { authorization }),
  }
  try {
    const deadline = AbortSignal.any([signal, silence.signal, AbortSignal.timeout(WHOLE_MS)])
    const response = await fetch(url, { headers, signal: deadline })
    const isRest = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${had}-`)
    if (!response.body || !(isRest || response.status === 200)) {
      await response.body?.cancel()
      if (response.status === 416) await rm(part, { force: true })
      throw new Error(`${url.host} answered ${response.status} for ${url.pathname}`)
    }
    let [at, saidAt] = [isRest ? had : 0, 0]
    // Closed with what came until then, also when the connection breaks.
    await using file = await open(part, at > 0 ? 'r+' : 'w', 0o600)
    for await (const chunk of response.body) {
      timer.refresh()
      if (at + chunk.byteLength > bytes)
        throw new Error(`${url.host} sent more than the ${bytes} bytes of ${url.pathname}`)
      await file.write(chunk, 0, chunk.byteLength, at)
      at += chunk.byteLength
      if (at < bytes && Date.now() - saidAt < SAID_EVERY_MS) continue
      saidAt = Date.now()
      onProgress(at)
    }
    if (at < bytes) throw new Error(`${url.host} sent ${at} of the ${bytes} bytes of ${url.pathname}`)
  } finally {
    clearTimeout(timer)
  }
}
