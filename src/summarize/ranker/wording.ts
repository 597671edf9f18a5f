import type { Sentence } from './document.ts'
import { model } from './model.ts'
import { learnt } from './spelling.ts'
import type { Word } from './words.ts'

// The softmax over sentences turns wording, which differs by a few hundredths, into shares.
const sharpness = 25

/** How much the words, their pairs and their opening are those of sentences people summarise with. */
export function wordingOf(words: Word[]): number {
  let sum = model.wording.bias
  let after: Map<string, number> | undefined
  for (const word of words) {
    const { wording, pairs } = learnt(word.spelling)
    if (wording !== undefined) sum += wording + (after?.get(word.key) ?? 0)
    after = pairs
  }
  return addOpening(sum, words)
}

function addOpening(wording: number, words: Word[]): number {
  let sum = wording
  let opening = '^'
  for (let i = 0; i < 3; i++) {
    opening += i === 0 ? words[i]?.key : ` ${words[i]?.key}`
    const weight = model.wording.ngrams.get(opening)
    // A rare opening has no common continuation.
    if (weight === undefined) break
    sum += weight
  }
  return sum
}

/** Tells the words how promising the sentences are that hold them. */
export function spreadWording(sentences: Sentence[], words: Word[]): void {
  const best = Math.max(...sentences.map(({ wording }) => wording))
  const weights = sentences.map(({ wording }) => Math.exp((wording - best) * sharpness))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const word of words) [word.bestSentence, word.sentenceShare] = [-9, 0]
  for (const [index, sentence] of sentences.entries()) {
    const share = (weights[index] ?? 0) / total / sentence.words.length
    for (const word of sentence.words) {
      word.bestSentence = Math.max(word.bestSentence, sentence.wording - best)
      word.sentenceShare += share
    }
  }
}
