import type { Document } from './document.ts'
import { model } from './model.ts'
import { stemColumns, withModelWeights } from './stem.ts'
import type { RankedWord } from './words.ts'

/** Works out for each word how probable it is that a person's summary of this abstract uses it. */
export function computeWordProbabilities(document: Document): void {
  const { bins } = model.words
  for (const word of document.words) {
    readFeatures(word, document)
    let logit = withModelWeights(word.stem).weight
    for (const column of counts) logit += bins.weightOfCount(column, features[column] ?? 0)
    for (const column of shares) logit += bins.weightIn(column, features[column] ?? 0)
    document.probability[word.index] = 1 / (1 + Math.exp(-logit))
  }
}

export function wordFeatures(word: RankedWord, document: Document): number[] {
  readFeatures(word, document)
  return [...features]
}

// One array for all words, which are looked at one after the other.
const features = new Float64Array(21)
// Without the columns of the stem, which adds them up once.
const counts = [0, 1, 2, 3, 4, 5, 8, 9, 10, 13, 15, 17, 18]
const shares = [7, 11, 12, 14, 19, 20]

/** Fills in what the probability of a word is read from, in the order of the model's bins. */
function readFeatures(word: RankedWord, { title, sentences, contributionIndex, promise, share }: Document): void {
  const titled = title.words.size > 0
  features[0] = word.count
  features[1] = titled ? word.titlePlace : -2
  features[2] = (word.isInTitle ? 2 : 0) + (titled ? 4 : 0) + (word.inContribution ? 1 : 0)
  features[3] = word.firstSentence === 0 ? 1 : 0
  features[4] = word.lastSentence === sentences.length - 1 ? 1 : 0
  features[5] = word.isName ? 1 : 0
  features[stemColumns.frequency] = withModelWeights(word.stem).frequency
  features[7] = word.firstSentence / sentences.length
  features[8] = word.afterVerb
  features[9] = word.contributionPlace
  features[10] = word.inContributions
  features[11] = word.inResults / word.sentences
  features[12] = word.inBackground / word.sentences
  features[13] = word.earliest
  features[14] = word.besideTitleWord / word.count
  features[15] = word.inTitlePair
  features[stemColumns.length] = word.key.length
  features[17] = contributionIndex < 0 ? -99 : word.firstSentence - contributionIndex
  features[18] = word.sentences
  features[19] = promise[word.index] ?? 0
  features[20] = share[word.index] ?? 0
}
