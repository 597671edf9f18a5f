// What the ranker makes of an abstract: its sentences, their words, and the stems that words share with other abstracts.

export type Sentence = {
  text: string
  index: number
  words: RankedWord[]
  /** Where each word starts in `text`. */
  starts: number[]
  /** How much the sentence's wording is that of sentences people summarise with. */
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

export type Document = {
  title: Title
  sentences: Sentence[]
  words: RankedWord[]
  /** For each word, how probable it is that a person's summary of this abstract uses it. */
  probability: Float64Array
  /** How promising each word's best sentence is, and what share of all promise its sentences have. */
  promise: Float64Array
  share: Float64Array
  /** Index of the first sentence that says what the paper does, -1 when none does. */
  contributionIndex: number
}

/** A word of one abstract, and where that abstract uses it: whole numbers all, which objects hold cheaply. */
export type RankedWord = {
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
  lastPass: number
}

/** A word in any number; from `weight` on it is what the model, of this `version`, knows of it. */
export type Stem = {
  key: string
  /** Enough of the word to find “generalise” again in “generalising”. */
  prefix: string
  isContributionVerb: boolean
  /** Its word in the abstract that is being read. */
  word: RankedWord | undefined
  version: number
  /** The word's number in the model's wording, -1 for a word that it does not know. */
  number: number
  weight: number
  frequency: number
  ngramWeight: number
}

/** The title's words by their prefix, with their place, and all of them in order; an empty title has neither. */
export type Title = { words: Map<string, number>; prefixes: string[] }
