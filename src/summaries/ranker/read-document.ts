import { tidy } from '../clean-sentence.ts'
import { availability, background, contribution, meaningBearing, method, result } from '../cues.ts'
import { splitSentences } from '../sentences.ts'
import { states } from './cue-flags.ts'
import type { Document, RankedWord, Sentence } from './document.ts'
import { spreadWording, wordingOf } from './ngrams.ts'
import { noteProbabilities } from './probability.ts'
import { readTitle } from './title.ts'
import { forgetSpellings, readSpellings } from './token-cache.ts'
import { newWord, noteOccurrences } from './words.ts'

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
  const words: RankedWord[] = []
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
