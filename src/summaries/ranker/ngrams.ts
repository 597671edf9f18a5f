import { bigramWeight } from './bigram-weights.ts'
import type { Document } from './document.ts'
import { model } from './model.ts'
import { withModelWeights } from './stem.ts'
import type { RankedWord } from './words.ts'

// The softmax over sentences turns scores, which differ by a few hundredths, into shares.
const sharpness = 25

/** How much the words, their pairs and their opening are those of sentences people summarise with. */
export function ngramScoreOf(words: RankedWord[]): number {
  const { bias, ngrams, pairs } = model.wording
  let sum = bias
  let before = -1
  for (const { stem } of words) {
    const { ngramWeight, number } = withModelWeights(stem)
    if (number >= 0) sum += before >= 0 ? ngramWeight + bigramWeight(pairs, before, number) : ngramWeight
    before = number
  }
  let opening = ''
  for (let i = 0; i < Math.min(words.length, 3); i++) {
    opening += (i === 0 ? '^' : ' ') + words[i]?.key
    const weight = ngrams.get(opening)
    // A rare opening has no common continuation.
    if (weight === undefined) break
    sum += weight
  }
  return sum
}

/** Tells the words how promising the sentences are that hold them. */
export function spreadNgramScores({ sentences, promise, share }: Document): void {
  const best = Math.max(...sentences.map(({ ngramScore }) => ngramScore))
  const weights = sentences.map(({ ngramScore }) => Math.exp((ngramScore - best) * sharpness))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [i, { words, ngramScore }] of sentences.entries()) {
    const own = (weights[i] ?? 0) / total / words.length
    for (const { index } of words) {
      promise[index] = Math.max(promise[index] ?? 0, ngramScore - best)
      share[index] = (share[index] ?? 0) + own
    }
  }
}
