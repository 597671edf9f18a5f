import { TextsRefusedError } from '../../models/embed.ts'
import type { Embedder } from './embedder.ts'

/** Abstracts have 1,500 characters. At the second length any model takes a text: 512 tokens are the least that is common. */
const LENGTHS = [6_000, 1_200]

/** A vector for each text; null for one that the model takes in no length. One bad text costs one text: it is looked for by halves. */
export async function embedEach(
  embedder: Pick<Embedder, 'embed' | 'probe'>,
  texts: string[],
  deadline: AbortSignal,
): Promise<(Float32Array | null)[]> {
  const embedSome = async (some: string[]): Promise<(Float32Array | null)[]> => {
    try {
      return some.length === 0 ? [] : await embedder.embed(some, deadline)
    } catch (error) {
      if (!(error instanceof TextsRefusedError)) throw error
      const half = Math.ceil(some.length / 2)
      if (some.length > 1) return [...(await embedSome(some.slice(0, half))), ...(await embedSome(some.slice(half)))]
      const [text = ''] = some
      if (text.length > (LENGTHS[1] ?? 0)) return embedSome([text.slice(0, LENGTHS[1])])
      // Either the text or the server: that is worth a call.
      await embedder.probe(deadline)
      return [null]
    }
  }
  return embedSome(texts.map((text) => text.slice(0, LENGTHS[0])))
}
