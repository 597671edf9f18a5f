import { cleanSentence } from '../clean-sentence.ts'
import { availability, background, contribution, meaningBearing, method, result } from '../cues.ts'
import { splitSentences } from '../sentences.ts'
import { matchesCue } from './cue-flags.ts'
import type { Document, Sentence } from './document.ts'
import { ngramScoreOf, spreadNgramScores } from './ngrams.ts'
import { computeWordProbabilities } from './probability.ts'
import { tokenize, trimTokenCache } from './token-cache.ts'
import { countOccurrences, newWord, type RankedWord, readTitle } from './words.ts'

const none = new Float64Array()

/** The title may be empty. */
export function readDocument(abstract: string, title: string): Document {
  trimTokenCache()
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
    const text = cleanSentence(raw)
    if (text.length > 1) document.sentences.push(readSentence(text, document))
  }
  for (const { stem } of document.words) stem.word = undefined
  document.contributionIndex = document.sentences.findIndex((sentence) => sentence.statesContribution)
  for (const sentence of document.sentences) countOccurrences(sentence, document)
  computeProbabilities(document)
  return document
}

function readSentence(text: string, { sentences, words: all, title }: Document): Sentence {
  const words: RankedWord[] = []
  const index = sentences.length
  const { tokens, starts } = tokenize(text)
  let flags = 0
  for (const { stem, hasCapital, cueFlags: own } of tokens) {
    let { word } = stem
    if (!word) {
      word = newWord(stem, all.length, index, title.words.get(stem.prefix) ?? -1)
      stem.word = word
      all.push(word)
    }
    if (words.length > 0 && hasCapital) word.isName = true
    words.push(word)
    flags |= own
  }
  const opening = matchesCue(contribution, flags, text) ? contribution.pattern.exec(text) : null
  return {
    text,
    index,
    words,
    starts,
    ngramScore: ngramScoreOf(words),
    statesContribution: opening !== null,
    contributionAt: opening?.index ?? 99,
    statesBackground: matchesCue(background, flags, text),
    statesResult: matchesCue(result, flags, text),
    statesMethod: matchesCue(method, flags, text),
    isAvailability: matchesCue(availability, flags, text),
    bearsMeaning: matchesCue(meaningBearing, flags, text),
  }
}

/** Fills in what depends on the sentences' n-gram scores; the words' probabilities come last. */
export function computeProbabilities(document: Document): void {
  const { length } = document.words
  document.probability = new Float64Array(length)
  document.promise = new Float64Array(length).fill(-9)
  document.share = new Float64Array(length)
  spreadNgramScores(document)
  computeWordProbabilities(document)
}
