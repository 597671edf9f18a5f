import { readFileSync } from 'node:fs'

/** A number's part in a sum: the weight of the bin it falls in. */
export type Bins = { cuts: Float64Array; weights: Float64Array }

/** A node: the feature to look at, the value from which on to go right; a leaf: the value itself. */
export type Tree = [feature: number, from: number, left: Tree, right: Tree] | number

export type Model = {
  words: { bins: Bins[]; lexicon: Map<string, { weight: number; frequency: number }> }
  wording: Wording
  trees: Tree[]
  /** Raised by training whenever it changes the rest, so that nothing looked up before is used on. */
  version: number
}

/** What words, pairs of words and openings (“^we propose”) are worth; `pairs` has the pairs by their first word. */
export type Wording = { bias: number; ngrams: Map<string, number>; pairs: Map<string, Map<string, number>> }

type ModelFile = {
  words: { bins: { cuts: number[]; weights: number[] }[]; lexicon: Record<string, [weight: number, frequency: number]> }
  wording: { bias: number; ngrams: Record<string, number> }
  trees: Tree[]
}

/** Written by `training/train.ts`, which replaces its parts while it trains. */
export const model: Model = readModel(new URL('model.json', import.meta.url))

function readModel(file: URL): Model {
  // Ours, and written by a program of ours: no border to check at.
  const { words, wording, trees } = JSON.parse(readFileSync(file, 'utf8')) as ModelFile
  const lexicon = Object.entries(words.lexicon).map(
    ([word, [weight, frequency]]) => [word, { weight, frequency }] as const,
  )
  return {
    words: { bins: words.bins.map(binsOf), lexicon: new Map(lexicon) },
    wording: wordingFrom(wording.bias, new Map(Object.entries(wording.ngrams))),
    trees,
    version: 1,
  }
}

export function binsOf({ cuts, weights }: { cuts: number[]; weights: number[] }): Bins {
  return { cuts: Float64Array.from(cuts), weights: Float64Array.from(weights) }
}

/** Joining strings to look them up costs more than all else that a sentence's wording needs: hence the pairs apart. */
export function wordingFrom(bias: number, ngrams: Map<string, number>): Wording {
  const pairs = new Map<string, Map<string, number>>()
  for (const [ngram, weight] of ngrams) {
    const [first, second] = ngram.split(' ')
    if (!first || !second || first.startsWith('^')) continue
    const after = pairs.get(first) ?? new Map<string, number>()
    pairs.set(first, after.set(second, weight))
  }
  return { bias, ngrams, pairs }
}
