import { model } from './model.ts'
import type { RankedWord } from './words.ts'

/** A word in any number; from `weight` on it is what the model, of this `version`, knows of it. */
export type Stem = {
  key: string
  /** Enough of the word to find “generalise” again in “generalising”. */
  prefix: string
  isContributionVerb: boolean
  /** Its word in the abstract that is being read. */
  word: RankedWord | undefined
  version: number
  /** The word's number in the model's n-grams, -1 for a word that it does not know. */
  number: number
  weight: number
  frequency: number
  ngramWeight: number
}

const contributionVerb =
  /^(?:propos|introduc|present|develop|stud|investigat|explor|show|demonstrat|prov|describ|analy|design|learn|provid)/

/** The columns of a word's features that are the same in every abstract. */
export const stemColumns = { frequency: 6, length: 16 } as const

const stems = new Map<string, Stem>()

export function stemOf(lower: string): Stem {
  const key = lower.length > 3 && lower.endsWith('s') && !lower.endsWith('ss') ? lower.slice(0, -1) : lower
  const known = stems.get(key)
  if (known) return known
  const isContributionVerb = contributionVerb.test(key)
  const unknown = { word: undefined, version: 0, number: -1, weight: 0, frequency: 0, ngramWeight: 0 }
  const stem: Stem = { key, prefix: key.slice(0, 6), isContributionVerb, ...unknown }
  stems.set(key, stem)
  return stem
}

export const clearStems = (): void => stems.clear()

/** The stem with what the model has learnt of it. */
export function withModelWeights(stem: Stem): Stem {
  if (stem.version === model.version) return stem
  const { lexicon, bins } = model.words
  const entry = lexicon.get(stem.key)
  stem.version = model.version
  stem.frequency = entry?.frequency ?? 0
  stem.weight =
    (entry?.weight ?? 0) +
    bins.weightIn(stemColumns.frequency, stem.frequency) +
    bins.weightOfCount(stemColumns.length, stem.key.length)
  stem.ngramWeight = model.wording.ngrams.get(stem.key) ?? 0
  stem.number = model.wording.numbers.get(stem.key) ?? -1
  return stem
}
