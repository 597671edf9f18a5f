import { bigramWeight } from './bigram-weights.ts'
import type { Document, RankedWord } from './document.ts'
import { model } from './model.ts'
import { withModelWeights } from './stem.ts'

// The softmax over sentences turns wording, which differs by a few hundredths, into shares.
const sharpness = 25

/** How much the words, their pairs and their opening are those of sentences people summarise with. */
export function ngramScoreOf(words: RankedWord[]): number {
  let sum = model.wording.bias
  let before = -1
  for (const word of words) {
    const { ngramWeight: wording, number } = withModelWeights(word.stem)
    if (number >= 0) sum += before >= 0 ? wording + bigramWeight(model.wording.pairs, before, number) : wording
    before = number
  }
  return addOpening(sum, words)
}

function addOpening(wording: number, words: RankedWord[]): number {
  let sum = wording
  let opening = model.wording.openings
  for (let i = 0; i < 3; i++) {
    const next = opening.next.get(words[i]?.key ?? '')
    // A rare opening has no common continuation.
    if (next === undefined) break
    sum += next.weight
    opening = next
  }
  return sum
}

/** Tells the words how promising the sentences are that hold them. */
export function spreadNgramScores({ sentences, promise, share }: Document): void {
  const best = Math.max(...sentences.map(({ ngramScore: wording }) => wording))
  const weights = sentences.map(({ ngramScore: wording }) => Math.exp((wording - best) * sharpness))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const [i, { words, ngramScore: wording }] of sentences.entries()) {
    const own = (weights[i] ?? 0) / total / words.length
    const above = wording - best
    for (const { index } of words) {
      if (above > (promise[index] ?? 0)) promise[index] = above
      share[index] = (share[index] ?? 0) + own
    }
  }
}
