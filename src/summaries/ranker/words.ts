import type { Document, RankedWord, Sentence, Stem, Title } from './document.ts'
import { isTitlePair } from './title.ts'

export const newWord = (stem: Stem, index: number, firstSentence: number, titlePlace: number): RankedWord => ({
  index,
  stem,
  key: stem.key,
  prefix: stem.prefix,
  isInTitle: titlePlace >= 0,
  titlePlace,
  count: 0,
  sentences: 0,
  firstSentence,
  lastSentence: -1,
  isName: false,
  inContribution: false,
  afterVerb: 99,
  contributionPlace: 99,
  earliest: 99,
  inResults: 0,
  inBackground: 0,
  inContributions: 0,
  besideTitleWord: 0,
  inTitlePair: 0,
  lastPass: 0,
})

let passes = 0

/** Numbers a pass at some words, so that each can tell whether this pass has met it: a set for each would cost more. */
export const newPass = (): number => ++passes

/** Tells the sentence's words that they stand in it. */
export function countOccurrences(sentence: Sentence, { title, contributionIndex }: Document): void {
  const { words, index } = sentence
  const titled = title.words.size > 0
  let verbAt = -1
  for (let place = 0; place < words.length; place++) {
    const word = words[place]
    if (!word) continue
    if (verbAt < 0 && word.stem.isContributionVerb) verbAt = place
    if (sentence.statesContribution && verbAt >= 0) word.afterVerb = Math.min(word.afterVerb, place - verbAt)
    if (index === contributionIndex) {
      word.inContribution = true
      word.contributionPlace = Math.min(word.contributionPlace, place)
    }
    word.count++
    word.earliest = Math.min(word.earliest, place)
    if (titled) countTitleWords(word, words[place - 1], words[place + 1], title)
    if (word.lastSentence === index) continue
    word.lastSentence = index
    word.sentences++
    if (sentence.statesResult) word.inResults++
    if (sentence.statesBackground) word.inBackground++
    if (sentence.statesContribution) word.inContributions++
  }
}

function countTitleWords(
  word: RankedWord,
  before: RankedWord | undefined,
  after: RankedWord | undefined,
  title: Title,
): void {
  if (before?.isInTitle || after?.isInTitle) word.besideTitleWord++
  const endsPair = before !== undefined && isTitlePair(before, word, title)
  if (endsPair || (after !== undefined && isTitlePair(word, after, title))) word.inTitlePair++
}
