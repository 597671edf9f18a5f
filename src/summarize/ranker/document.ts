import { availability, background, contribution, method, result } from '../cues.ts'
import { splitSentences } from '../sentences.ts'
import { tidy } from '../shorten.ts'
import { type Bins, model } from './model.ts'

export type Word = {
  spelling: Spelling
  key: string
  /** Enough of the word to find “generalise” again in “generalising”. */
  prefix: string
  isInTitle: boolean
  /** How probable it is that a person's summary of this abstract uses the word. */
  probability: number
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
  /** How promising its best sentence is, and all of its sentences together. */
  bestSentence: number
  sentenceShare: number
}

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
  sentences: Sentence[]
  words: Word[]
  titleWords: Map<string, number>
  titlePairs: Set<string>
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

const token = /[\p{L}\p{N}]+/gu
const contributionVerb =
  /^(?:propos|introduc|present|develop|stud|investigat|explor|show|demonstrat|prov|describ|analy|design|learn|provid)/

/** Everything the ranker reads off an abstract; an empty title is fine. */
export function readDocument(abstract: string, title: string): Document {
  const document: Document = { sentences: [], words: [], ...readTitle(title), contributionIndex: -1 }
  const known = new Map<string, Word>()
  for (const raw of splitSentences(abstract)) {
    const text = tidy(raw)
    if (text.length > 1) document.sentences.push(readSentence(text, document.sentences.length, known))
  }
  document.words = [...known.values()]
  document.contributionIndex = document.sentences.findIndex((sentence) => sentence.statesContribution)
  for (const word of document.words) word.isInTitle = document.titleWords.has(word.prefix)
  for (const sentence of document.sentences) noteOccurrences(sentence, document)
  noteWording(document)
  return document
}

const root = (word: string) =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word

const prefixOf = (word: string) => word.slice(0, 6)

/** What is known of a word as it is written; the last four are the model's, of its `version`. */
type Spelling = {
  key: string
  prefix: string
  isContributionVerb: boolean
  hasCapital: boolean
  version: number
  weight: number
  frequency: number
  wording: number | undefined
  pairs: Map<string, number> | undefined
}

// Abstracts share most of their words: each spelling is looked up once. Bounded, since names never end.
const spellings = new Map<string, Spelling>()
const mostSpellings = 20_000

function spellingOf(text: string): Spelling {
  const known = spellings.get(text)
  if (known) return known
  const lower = text.toLowerCase()
  const key = root(lower)
  const own: Spelling = {
    key,
    prefix: prefixOf(key),
    isContributionVerb: contributionVerb.test(key),
    hasCapital: text !== lower,
    version: 0,
    weight: 0,
    frequency: 0,
    wording: undefined,
    pairs: undefined,
  }
  if (spellings.size >= mostSpellings) spellings.clear()
  spellings.set(text, own)
  return own
}

function learnt({ spelling }: Word): Spelling {
  if (spelling.version === model.version) return spelling
  const entry = model.words.lexicon.get(spelling.key)
  spelling.version = model.version
  spelling.weight = entry?.weight ?? 0
  spelling.frequency = entry?.frequency ?? 0
  spelling.wording = model.wording.ngrams.get(spelling.key)
  spelling.pairs = spelling.wording === undefined ? undefined : model.wording.pairs.get(spelling.key)
  return spelling
}

function readTitle(title: string): Pick<Document, 'titleWords' | 'titlePairs'> {
  const keys = (title.toLowerCase().match(token) ?? []).map(root).map(prefixOf)
  const titleWords = new Map<string, number>()
  for (const key of keys) if (!titleWords.has(key)) titleWords.set(key, titleWords.size)
  return { titleWords, titlePairs: new Set(keys.slice(1).map((key, i) => `${keys[i]} ${key}`)) }
}

function readSentence(text: string, index: number, known: Map<string, Word>): Sentence {
  const words: Word[] = []
  const starts: number[] = []
  token.lastIndex = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const spelling = spellingOf(found[0])
    let word = known.get(spelling.key)
    if (!word) {
      word = newWord(spelling, index)
      known.set(spelling.key, word)
    }
    if (words.length > 0 && spelling.hasCapital) word.isName = true
    words.push(word)
    starts.push(found.index)
  }
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

const newWord = (spelling: Spelling, firstSentence: number): Word => ({
  spelling,
  key: spelling.key,
  prefix: spelling.prefix,
  isInTitle: false,
  probability: 0,
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
  bestSentence: -9,
  sentenceShare: 0,
})

function noteOccurrences(sentence: Sentence, document: Document): void {
  const { words, index } = sentence
  const { titleWords } = document
  let verbAt = -1
  for (let place = 0; place < words.length; place++) {
    const word = words[place]
    if (!word) continue
    if (verbAt < 0 && word.spelling.isContributionVerb) verbAt = place
    if (sentence.statesContribution && verbAt >= 0) word.afterVerb = Math.min(word.afterVerb, place - verbAt)
    if (index === document.contributionIndex) {
      word.inContribution = true
      word.contributionPlace = Math.min(word.contributionPlace, place)
    }
    word.count++
    word.earliest = Math.min(word.earliest, place)
    if (titleWords.size > 0) noteTitle(word, words[place - 1], words[place + 1], document)
    if (word.lastSentence === index) continue
    word.lastSentence = index
    word.sentences++
    if (sentence.statesResult) word.inResults++
    if (sentence.statesBackground) word.inBackground++
    if (sentence.statesContribution) word.inContributions++
  }
}

function noteTitle(word: Word, before: Word | undefined, after: Word | undefined, document: Document): void {
  if (before?.isInTitle || after?.isInTitle) word.besideTitleWord++
  const endsPair = before !== undefined && isTitlePair(before, word, document)
  if (endsPair || (after !== undefined && isTitlePair(word, after, document))) word.inTitlePair++
}

export function wordingOf(words: Word[]): number {
  const { ngrams, bias } = model.wording
  let sum = bias
  let after: Map<string, number> | undefined
  for (const word of words) {
    const { wording, pairs } = learnt(word)
    if (wording !== undefined) sum += wording + (after?.get(word.key) ?? 0)
    after = pairs
  }
  let opening = '^'
  for (let i = 0; i < 3; i++) {
    opening += i === 0 ? words[i]?.key : ` ${words[i]?.key}`
    const weight = ngrams.get(opening)
    // A rare opening has no common continuation.
    if (weight === undefined) break
    sum += weight
  }
  return sum
}

// The softmax over sentences turns wording, which differs by a few hundredths, into shares.
const sharpness = 25

/** Fills in what depends on the sentences' wording, the words' probabilities last. */
export function noteWording(document: Document): void {
  const best = Math.max(...document.sentences.map(({ wording }) => wording))
  const weights = document.sentences.map(({ wording }) => Math.exp((wording - best) * sharpness))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  for (const word of document.words) [word.bestSentence, word.sentenceShare] = [-9, 0]
  for (const [index, sentence] of document.sentences.entries()) {
    const share = (weights[index] ?? 0) / total / sentence.words.length
    for (const word of sentence.words) {
      word.bestSentence = Math.max(word.bestSentence, sentence.wording - best)
      word.sentenceShare += share
    }
  }
  for (const word of document.words) word.probability = probabilityOf(word, document)
}

function probabilityOf(word: Word, document: Document): number {
  let logit = learnt(word).weight
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
export function wordFeatures(word: Word, document: Document): number[] {
  const { titleWords, sentences, contributionIndex } = document
  const titled = titleWords.size > 0
  const titlePlace = titled ? (titleWords.get(word.prefix) ?? -1) : -2
  return [
    word.count,
    titlePlace,
    (titlePlace >= 0 ? 2 : 0) + (titled ? 4 : 0) + (word.inContribution ? 1 : 0),
    word.firstSentence === 0 ? 1 : 0,
    word.lastSentence === sentences.length - 1 ? 1 : 0,
    word.isName ? 1 : 0,
    learnt(word).frequency,
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

export const isTitlePair = (first: Word, second: Word, { titlePairs }: Document) =>
  first.isInTitle && second.isInTitle && titlePairs.has(`${first.prefix} ${second.prefix}`)
