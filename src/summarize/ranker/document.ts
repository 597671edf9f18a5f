import { availability, background, contribution, method, result } from '../cues.ts'
import { splitSentences } from '../sentences.ts'
import { tidy } from '../tidy.ts'
import { probabilityOf } from './probability.ts'
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
}

export type Document = {
  title: Title
  sentences: Sentence[]
  words: Word[]
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

/** Everything the ranker reads off an abstract; an empty title is fine. */
export function readDocument(abstract: string, title: string): Document {
  forgetSpellings()
  const document: Document = { title: readTitle(title), sentences: [], words: [], contributionIndex: -1 }
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
  const starts: number[] = []
  const index = sentences.length
  readSpellings(text, ({ stem, hasCapital }, start) => {
    let { word } = stem
    if (!word) {
      word = newWord(stem, index, title.words.get(stem.prefix) ?? -1)
      stem.word = word
      all.push(word)
    }
    if (words.length > 0 && hasCapital) word.isName = true
    words.push(word)
    starts.push(start)
  })
  const opening = contribution.exec(text)
  return {
    text,
    index,
    words,
    starts,
    wording: wordingOf(words),
    statesContribution: opening !== null,
    contributionAt: opening?.index ?? 99,
    statesBackground: background.test(text),
    statesResult: result.test(text),
    statesMethod: method.test(text),
    isAvailability: availability.test(text),
  }
}

/** Fills in what depends on the sentences' wording, the words' probabilities last. */
export function noteWording(document: Document): void {
  spreadWording(document.sentences, document.words)
  for (const word of document.words) word.probability = probabilityOf(word, document)
}
