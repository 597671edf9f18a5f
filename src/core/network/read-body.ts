/** The whole body. Throws a RangeError beyond `most` bytes, decompressed: `fetch` has no such limit. */
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
