import type { Document, Sentence, Title } from './document.ts'
import type { Stem } from './stem.ts'
import { tokenize } from './token-cache.ts'

/** A word of one abstract, and where that abstract uses it. */
export type RankedWord = ReturnType<typeof newWord>

// Whole numbers alone, which V8 stores without boxing.
export const newWord = (stem: Stem, index: number, firstSentence: number, titlePlace: number) => ({
  /** Its place among the abstract's words. */
  index,
  stem,
  key: stem.key,
  prefix: stem.prefix,
  isInTitle: titlePlace >= 0,
  /** Its place in the title, -1 when it is not there. */
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
  /** The last pass that met it. */
  lastPass: 0,
})

let passes = 0

/**
 * Numbers a pass over some words, so that each word can tell whether this pass has met it: a set for each would cost
 * more.
 */
export const newPass = (): number => ++passes

/** Counts the sentence for each of its words. */
export function countOccurrences(sentence: Sentence, { title, contributionIndex }: Document): void {
  const { words, index } = sentence
  const isTitled = title.words.size > 0
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
    const [before, after] = [words[place - 1], words[place + 1]]
    if (isTitled && (before?.isInTitle || after?.isInTitle)) word.besideTitleWord++
    if (isTitled && (isTitlePair(before, word, title) || isTitlePair(word, after, title))) word.inTitlePair++
    if (word.lastSentence === index) continue
    word.lastSentence = index
    word.sentences++
    if (sentence.statesResult) word.inResults++
    if (sentence.statesBackground) word.inBackground++
    if (sentence.statesContribution) word.inContributions++
  }
}

/** Characters; the longest title seen has 250. */
const LONGEST_TITLE = 1_000

export function readTitle(text: string): Title {
  const prefixes = tokenize(text.slice(0, LONGEST_TITLE).toLowerCase()).tokens.map(({ stem }) => stem.prefix)
  const words = new Map<string, number>()
  for (const prefix of prefixes) if (!words.has(prefix)) words.set(prefix, words.size)
  return { words, prefixes }
}

/** Whether the title has the two words beside each other. */
export function isTitlePair(
  first: RankedWord | undefined,
  second: RankedWord | undefined,
  { prefixes }: Title,
): boolean {
  if (!first?.isInTitle || !second?.isInTitle) return false
  for (let i = 1; i < prefixes.length; i++)
    if (prefixes[i] === second.prefix && prefixes[i - 1] === first.prefix) return true
  return false
}
