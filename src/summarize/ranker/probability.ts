import type { Document } from './document.ts'
import { type Bins, model } from './model.ts'
import { learnt } from './spelling.ts'
import type { Word } from './words.ts'

/** How probable it is that a person's summary of this abstract uses the word. */
export function probabilityOf(word: Word, document: Document): number {
  let logit = learnt(word.spelling).weight
  const features = wordFeatures(word, document)
  const { bins } = model.words
  // Indexed: this is the innermost loop of all.
  for (let i = 0; i < bins.length; i++) {
    const own = bins[i]
    if (own) logit += own.weights[binOf(features[i] ?? 0, own.cuts)] ?? 0
  }
  return 1 / (1 + Math.exp(-logit))
}

export function binOf(value: number, cuts: Bins['cuts']): number {
  let bin = 0
  while (bin < cuts.length && value >= (cuts[bin] ?? 0)) bin++
  return bin
}

/** What the probability of a word is read from, in the order of the model's bins. */
export function wordFeatures(word: Word, { title, sentences, contributionIndex }: Document): number[] {
  const titled = title.words.size > 0
  const titlePlace = titled ? (title.words.get(word.prefix) ?? -1) : -2
  return [
    word.count,
    titlePlace,
    (titlePlace >= 0 ? 2 : 0) + (titled ? 4 : 0) + (word.inContribution ? 1 : 0),
    word.firstSentence === 0 ? 1 : 0,
    word.lastSentence === sentences.length - 1 ? 1 : 0,
    word.isName ? 1 : 0,
    learnt(word.spelling).frequency,
    word.firstSentence / sentences.length,
    word.afterVerb,
    word.contributionPlace,
    word.inContributions,
    word.inResults / word.sentences,
    word.inBackground / word.sentences,
    word.earliest,
    word.besideTitleWord / word.count,
    word.inTitlePair,
    word.key.length,
    contributionIndex < 0 ? -99 : word.firstSentence - contributionIndex,
    word.sentences,
    word.bestSentence,
    word.sentenceShare,
  ]
}
