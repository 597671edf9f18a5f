import type { RankedWord } from './words.ts'

/** An abstract as the ranker reads it. */
export type Document = {
  title: Title
  sentences: Sentence[]
  words: RankedWord[]
  /** For each word, how probable it is that a person's summary of this abstract uses it. */
  probability: Float64Array
  /** For each word, the n-gram score of its best sentence, below the best of all. */
  promise: Float64Array
  /** For each word, the share of the scores that its sentences have. */
  share: Float64Array
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

export type Sentence = {
  text: string
  index: number
  words: RankedWord[]
  /** Where each word starts in `text`. */
  starts: number[]
  /** How much the sentence is worded like those that people summarise with. */
  ngramScore: number
  statesContribution: boolean
  contributionAt: number
  statesBackground: boolean
  statesResult: boolean
  statesMethod: boolean
  isAvailability: boolean
  /** Whether it holds words that turn or bound what it claims. */
  bearsMeaning: boolean
}

/** The title's words by their prefix, with their place, and all of them in order; an empty title has neither. */
export type Title = { words: Map<string, number>; prefixes: string[] }
