import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { readBody } from '../../core/network/read-body.ts'

export const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b && body[2] === 8

/** The first member of a gzip file (RFC 1952); zlib takes what follows for another. Throws when there is none. */
export async function gunzipFirst(body: Buffer, most: number): Promise<Buffer> {
  const flags = body[3] ?? 0
  let at = 10
  if (flags & EXTRA) at += 2 + body.readUInt16LE(at)
  for (const text of [NAME, COMMENT]) if (flags & text) at = body.indexOf(0, at) + 1
  if (flags & HEADER_CRC) at += 2
  return promisify(inflateRaw)(body.subarray(at), { maxOutputLength: most })
}

const [HEADER_CRC, EXTRA, NAME, COMMENT] = [2, 4, 8, 16]

/** The error of `fetch` for bytes that follow the end of what was compressed; it then loses what it had read. */
export const isAfterGzip = (error: unknown): boolean =>
  error instanceof TypeError && (error.cause as { code?: string } | undefined)?.code === 'Z_DATA_ERROR'

/** Asks once more for what `fetch` could not decompress to its end, and does that itself. */
export async function getAsIs(
  url: string | URL,
  asked: { headers: Record<string, string>; signal: AbortSignal },
  most: number,
) {
  const { request } = await import('undici')
  const { body } = await request(url, asked)
  return gunzipFirst(await readBody(body, most), most)
}
