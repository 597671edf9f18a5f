import { readFileSync } from 'node:fs'

/** A number's part in a sum: the weight of the bin it falls in. */
export type Bins = { cuts: Float64Array; weights: Float64Array }

/** A node: the feature to look at, the value from which on to go right; a leaf: the value itself. */
export type Tree = [feature: number, from: number, left: Tree, right: Tree] | number

export type Model = {
  words: { bins: Bins[]; lexicon: Map<string, { weight: number; frequency: number }> }
  wording: { bias: number; ngrams: Map<string, number> }
  trees: Tree[]
}

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
    wording: { bias: wording.bias, ngrams: new Map(Object.entries(wording.ngrams)) },
    trees,
  }
}

export function binsOf({ cuts, weights }: { cuts: number[]; weights: number[] }): Bins {
  return { cuts: Float64Array.from(cuts), weights: Float64Array.from(weights) }
}
