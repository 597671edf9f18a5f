import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

export const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b && body[2] === 8

/**
 * What the first member of a gzip file holds (RFC 1952), whatever stands after it, which zlib takes for another member.
 * Throws when there is none, or more than `most` bytes.
 */
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
