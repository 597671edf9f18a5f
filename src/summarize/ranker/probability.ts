import type { Document } from './document.ts'
import { model } from './model.ts'
import { learnt } from './stem.ts'
import type { Word } from './words.ts'

/** How probable it is that a person's summary of this abstract uses the word. */
export function probabilityOf(word: Word, document: Document): number {
  let logit = learnt(word.stem).weight
  readFeatures(word, document)
  const { cuts, ends, weights } = model.words.bins
  let bin = 0
  for (let i = 0; i < features.length; i++) {
    const value = features[i] ?? 0
    const end = ends[i] ?? 0
    while (bin < end && value >= (cuts[bin] ?? 0)) bin++
    // Each number has one bin more than cuts.
    logit += weights[bin + i] ?? 0
    bin = end
  }
  return 1 / (1 + Math.exp(-logit))
}

export function wordFeatures(word: Word, document: Document): number[] {
  readFeatures(word, document)
  return [...features]
}

// One array for all words, which are looked at one after the other.
const features = new Float64Array(21)

/** Fills in what the probability of a word is read from, in the order of the model's bins. */
function readFeatures(word: Word, { title, sentences, contributionIndex }: Document): void {
  const titled = title.words.size > 0
  features[0] = word.count
  features[1] = titled ? word.titlePlace : -2
  features[2] = (word.isInTitle ? 2 : 0) + (titled ? 4 : 0) + (word.inContribution ? 1 : 0)
  features[3] = word.firstSentence === 0 ? 1 : 0
  features[4] = word.lastSentence === sentences.length - 1 ? 1 : 0
  features[5] = word.isName ? 1 : 0
  features[6] = learnt(word.stem).frequency
  features[7] = word.firstSentence / sentences.length
  features[8] = word.afterVerb
  features[9] = word.contributionPlace
  features[10] = word.inContributions
  features[11] = word.inResults / word.sentences
  features[12] = word.inBackground / word.sentences
  features[13] = word.earliest
  features[14] = word.besideTitleWord / word.count
  features[15] = word.inTitlePair
  features[16] = word.key.length
  features[17] = contributionIndex < 0 ? -99 : word.firstSentence - contributionIndex
  features[18] = word.sentences
  features[19] = word.bestSentence
  features[20] = word.sentenceShare
}
