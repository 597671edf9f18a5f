import { availability, background, contribution, meaningBearing, method, result } from '../cues.ts'
import { splitSentences } from '../sentences.ts'
import { tidy } from '../tidy.ts'
import { noteProbabilities } from './probability.ts'
import { states } from './signs.ts'
import { forgetSpellings, readSpellings } from './spelling.ts'
import { readTitle, type Title } from './title.ts'
import { spreadWording, wordingOf } from './wording.ts'
import { newWord, noteOccurrences, type Word } from './words.ts'

export type Sentence = {
  text: string
  index: number
  words: Word[]
  /** Where each word starts in `text`. */
  starts: number[]
  /** How much the sentence's wording is that of sentences people summarise with. */
  wording: number
  statesContribution: boolean
  contributionAt: number
  statesBackground: boolean
  statesResult: boolean
  statesMethod: boolean
  isAvailability: boolean
  /** Whether it holds words that turn or bound what it claims. */
  bearsMeaning: boolean
}

export type Document = {
  title: Title
  sentences: Sentence[]
  words: Word[]
  /** For each word, how probable it is that a person's summary of this abstract uses it. */
  probability: Float64Array
  /** How promising each word's best sentence is, and what share of all promise its sentences have. */
  promise: Float64Array
  share: Float64Array
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

const none = new Float64Array()

/** Everything the ranker reads off an abstract; an empty title is fine. */
export function readDocument(abstract: string, title: string): Document {
  forgetSpellings()
  const document: Document = {
    title: readTitle(title),
    sentences: [],
    words: [],
    probability: none,
    promise: none,
    share: none,
    contributionIndex: -1,
  }
  for (const raw of splitSentences(abstract)) {
    const text = tidy(raw)
    if (text.length > 1) document.sentences.push(readSentence(text, document))
  }
  for (const { stem } of document.words) stem.word = undefined
  document.contributionIndex = document.sentences.findIndex((sentence) => sentence.statesContribution)
  for (const sentence of document.sentences) noteOccurrences(sentence, document)
  noteWording(document)
  return document
}

function readSentence(text: string, { sentences, words: all, title }: Document): Sentence {
  const words: Word[] = []
  const index = sentences.length
  const { spellings, starts } = readSpellings(text)
  let signs = 0
  for (const { stem, hasCapital, signs: own } of spellings) {
    let { word } = stem
    if (!word) {
      word = newWord(stem, all.length, index, title.words.get(stem.prefix) ?? -1)
      stem.word = word
      all.push(word)
    }
    if (words.length > 0 && hasCapital) word.isName = true
    words.push(word)
    signs |= own
  }
  const opening = states(contribution, signs, text) ? contribution.pattern.exec(text) : null
  return {
    text,
    index,
    words,
    starts,
    wording: wordingOf(words),
    statesContribution: opening !== null,
    contributionAt: opening?.index ?? 99,
    statesBackground: states(background, signs, text),
    statesResult: states(result, signs, text),
    statesMethod: states(method, signs, text),
    isAvailability: states(availability, signs, text),
    bearsMeaning: states(meaningBearing, signs, text),
  }
}

/** Fills in what depends on the sentences' wording, the words' probabilities last. */
export function noteWording(document: Document): void {
  const { length } = document.words
  document.probability = new Float64Array(length)
  document.promise = new Float64Array(length).fill(-9)
  document.share = new Float64Array(length)
  spreadWording(document)
  noteProbabilities(document)
}
