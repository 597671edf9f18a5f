/**
 * The whole body of a request or an answer. Throws a RangeError once it is longer than `most` bytes, after
 * decompression: `fetch` has no such limit.
 */
export async function readBody(stream: AsyncIterable<Uint8Array>, most: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > most) throw new RangeError(`more than ${Math.round(most / 1_000_000)} MB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
