import { TextsRefusedError } from '../../models/embed.ts'
import type { Embedder } from './embedder.ts'

/** Characters; abstracts have 1,500. */
const LONGEST = 6_000
/** Fits into 512 tokens, the shortest common context of a model. */
const SHORT = 1_200

/**
 * A vector for each text; null for one that the model takes in no length. A refused text is found by halving the batch.
 */
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
      if (text.length > SHORT) return embedSome([text.slice(0, SHORT)])
      // A call tells whether the text or the server is at fault.
      await embedder.probe(deadline)
      return [null]
    }
  }
  return embedSome(texts.map((text) => text.slice(0, LONGEST)))
}
