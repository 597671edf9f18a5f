import type { Document, Sentence } from './document.ts'
import type { Stem } from './stem.ts'
import { isTitlePair, type Title } from './title.ts'

/** A word of one abstract, and where that abstract uses it: whole numbers all, which objects hold cheaply. */
export type Word = {
  /** Its place among the abstract's words. */
  index: number
  stem: Stem
  key: string
  prefix: string
  isInTitle: boolean
  /** Its place in the title, -1 when it is not there. */
  titlePlace: number
  count: number
  sentences: number
  firstSentence: number
  lastSentence: number
  isName: boolean
  inContribution: boolean
  afterVerb: number
  contributionPlace: number
  earliest: number
  inResults: number
  inBackground: number
  inContributions: number
  besideTitleWord: number
  inTitlePair: number
  /** The last look that met it. */
  met: number
}

export const newWord = (stem: Stem, index: number, firstSentence: number, titlePlace: number): Word => ({
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
  met: 0,
})

let looks = 0

/** Numbers a look at some words, so that each can tell whether this look has met it: a set for each would cost more. */
export const newLook = (): number => ++looks

/** Tells the sentence's words that they stand in it. */
export function noteOccurrences(sentence: Sentence, { title, contributionIndex }: Document): void {
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
    if (titled) noteTitle(word, words[place - 1], words[place + 1], title)
    if (word.lastSentence === index) continue
    word.lastSentence = index
    word.sentences++
    if (sentence.statesResult) word.inResults++
    if (sentence.statesBackground) word.inBackground++
    if (sentence.statesContribution) word.inContributions++
  }
}

function noteTitle(word: Word, before: Word | undefined, after: Word | undefined, title: Title): void {
  if (before?.isInTitle || after?.isInTitle) word.besideTitleWord++
  const endsPair = before !== undefined && isTitlePair(before, word, title)
  if (endsPair || (after !== undefined && isTitlePair(word, after, title))) word.inTitlePair++
}
