import type { Document, Sentence } from './document.ts'
import { isTitlePair, newPass, type RankedWord } from './words.ts'

/** Running sums over a sentence's words, so that the sum of any fragment is one subtraction. */
export type PrefixSums = {
  sentence: Sentence
  sums: Float64Array
  /** The expected ROUGE-1 of the whole sentence. */
  expected: number
  opensLoosely: boolean
  saysNew: boolean
}

/** Words that a person's summary is expected to share; pairs of neighbours count for their second word. */
export const [OVERLAP, PAIR_OVERLAP, TITLE, TITLE_PAIRS] = [0, 1, 2, 3]
/** The same as `OVERLAP`, without function words and repetitions. */
export const CONTENT = 4
const width = 5

/** The reference summaries of SciTLDR are about this many words long. */
const usualLength = 20
// A summary seldom says a word twice.
const repetition = 0.35
const titlePair = 0.6

const opensLoosely = /^(?:it|they|this|these|that|such)\b/i
const isNew = /\b(?:novel|new)\b/

export const expectedF1 = (overlap: number, length: number) => (2 * overlap) / (length + usualLength)

/** What the words from `from` up to, not including, `to` add up to. */
export const rangeSum = ({ sums }: PrefixSums, what: number, from: number, to: number) =>
  (sums[to * width + what] ?? 0) - (sums[from * width + what] ?? 0)

function expectedOf({ words }: Sentence, { probability }: Document): number {
  const pass = newPass()
  let overlap = 0
  for (const word of words) {
    const chance = probability[word.index] ?? 0
    overlap += word.lastPass === pass ? chance * repetition : chance
    word.lastPass = pass
  }
  return expectedF1(overlap, words.length)
}

function createPrefixSums(sentence: Sentence, expected: number, { probability, title }: Document): PrefixSums {
  const { words, text } = sentence
  const sums = new Float64Array((words.length + 1) * width)
  const pass = newPass()
  let before: RankedWord | undefined
  let chanceBefore = 0
  let at = 0
  for (const word of words) {
    const isRepeated = word.lastPass === pass
    word.lastPass = pass
    const own = probability[word.index] ?? 0
    const chance = isRepeated ? own * repetition : own
    const isPair = isTitlePair(before, word, title)
    const pairChance = isPair ? titlePair : Math.min(chanceBefore, chance) * Math.sqrt(chanceBefore * chance)
    const next = at + width
    sums[next + OVERLAP] = (sums[at + OVERLAP] ?? 0) + chance
    sums[next + PAIR_OVERLAP] = (sums[at + PAIR_OVERLAP] ?? 0) + pairChance
    sums[next + TITLE] = (sums[at + TITLE] ?? 0) + (word.isInTitle ? 1 : 0)
    sums[next + TITLE_PAIRS] = (sums[at + TITLE_PAIRS] ?? 0) + (isPair ? 1 : 0)
    sums[next + CONTENT] = (sums[at + CONTENT] ?? 0) + (!isRepeated && word.key.length > 3 ? own : 0)
    before = word
    chanceBefore = chance
    at = next
  }
  return { sentence, sums, expected, opensLoosely: opensLoosely.test(text), saysNew: isNew.test(text) }
}

/** What a fragment is compared with: the best that its abstract has. */
export type SentenceRanking = {
  bestNgramScore: number
  bestExpected: number
  content: number
  contributions: number
  /** The most promising sentences, the best first. */
  order: PrefixSums[]
}

export function rankSentences(document: Document, mostSentences: number): SentenceRanking {
  const { sentences, words, probability } = document
  const order = sentences
    .map((sentence) => ({ sentence, expected: expectedOf(sentence, document) }))
    .sort((a, b) => b.expected - a.expected)
    .slice(0, mostSentences)
    .map(({ sentence, expected }) => createPrefixSums(sentence, expected, document))
  let content = 0
  for (const { key, index } of words) if (key.length > 3) content += probability[index] ?? 0
  return {
    bestNgramScore: Math.max(...sentences.map(({ ngramScore }) => ngramScore)),
    bestExpected: order[0]?.expected ?? 0,
    content: content || 1,
    contributions: sentences.filter(({ statesContribution }) => statesContribution).length,
    order,
  }
}
