import type { Document, Sentence } from './document.ts'
import { isTitlePair } from './title.ts'
import { newLook, type Word } from './words.ts'

/** Running sums over a sentence's words, so that any fragment of it is two look-ups. */
export type Measures = {
  sentence: Sentence
  /** Words that a person's summary is expected to share. */
  overlap: number[]
  pairOverlap: number[]
  title: number[]
  titlePairs: number[]
  /** The same as `overlap`, without function words and repetitions. */
  content: number[]
  /** The expected ROUGE-1 of the whole sentence. */
  expected: number
  opensLoosely: boolean
  saysNew: boolean
}

/** The reference summaries of SciTLDR are about this many words long. */
const usualLength = 20
// A summary seldom says a word twice.
const repetition = 0.35
const titlePair = 0.6

const opensLoosely = /^(?:it|they|this|these|that|such)\b/i
const isNew = /\b(?:novel|new)\b/

export const expectedF1 = (overlap: number, length: number) => (2 * overlap) / (length + usualLength)

export const between = (sums: number[], from: number, to: number) => (sums[to] ?? 0) - (sums[from] ?? 0)

export function measure(sentence: Sentence, document: Document): Measures {
  const measures: Measures = {
    sentence,
    overlap: [0],
    pairOverlap: [0],
    title: [0],
    titlePairs: [0],
    content: [0],
    expected: 0,
    opensLoosely: opensLoosely.test(sentence.text),
    saysNew: isNew.test(sentence.text),
  }
  const look = newLook()
  let [overlap, pairOverlap, title, titlePairs, content] = [0, 0, 0, 0, 0]
  let before: Word | null = null
  let chanceBefore = 0
  for (const word of sentence.words) {
    const isNew = word.met !== look
    word.met = look
    const chance = word.probability * (isNew ? 1 : repetition)
    const isPair = before !== null && isTitlePair(before, word, document.title)
    overlap += chance
    if (before !== null)
      pairOverlap += isPair ? titlePair : Math.min(chanceBefore, chance) * Math.sqrt(chanceBefore * chance)
    if (word.isInTitle) title++
    if (isPair) titlePairs++
    if (isNew && word.key.length > 3) content += word.probability
    measures.overlap.push(overlap)
    measures.pairOverlap.push(pairOverlap)
    measures.title.push(title)
    measures.titlePairs.push(titlePairs)
    measures.content.push(content)
    before = word
    chanceBefore = chance
  }
  measures.expected = expectedF1(overlap, sentence.words.length)
  return measures
}

/** What a fragment is compared with: the best that its abstract has. */
export type Standing = {
  bestWording: number
  bestExpected: number
  content: number
  contributions: number
  /** Sentences, the most promising first. */
  order: Sentence[]
}

export function standingOf(measured: Measures[], document: Document): Standing {
  const order = measured.toSorted((a, b) => b.expected - a.expected)
  let content = 0
  for (const word of document.words) if (word.key.length > 3) content += word.probability
  return {
    bestWording: Math.max(...measured.map(({ sentence }) => sentence.wording)),
    bestExpected: order[0]?.expected ?? 0,
    content: content || 1,
    contributions: document.sentences.filter(({ statesContribution }) => statesContribution).length,
    order: order.map(({ sentence }) => sentence),
  }
}
