import type { Span } from '../core/message.ts'
import { stemsOf } from '../papers/index/tokenize.ts'
import { splitSentences } from './sentences.ts'

/** So much of a line must stand in a sentence for it to be the one that says it. */
const SHARE = 0.5

/** The abstract, with the sentences marked that say what the lines of its summary say. */
export function markSentences(abstract: string, lines: string[]): Span[] {
  const sentences = splitSentences(abstract)
  const stems = sentences.map((sentence) => new Set(stemsOf(sentence)))
  const marked = new Set(
    lines.map((line) => {
      const wanted = [...new Set(stemsOf(line))]
      const shares = stems.map((held) => wanted.filter((stem) => held.has(stem)).length / wanted.length)
      const best = Math.max(...shares)
      return best >= SHARE ? shares.indexOf(best) : -1
    }),
  )
  return sentences.flatMap((text, index) => [
    ...(index > 0 ? [{ text: ' ', strong: false }] : []),
    { text, strong: marked.has(index) },
  ])
}
