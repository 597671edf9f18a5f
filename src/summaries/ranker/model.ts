import { readFileSync } from 'node:fs'
import { type BigramWeights, createBigramWeights } from './bigram-weights.ts'
import { type BinnedWeights, type Bins, createBinnedWeights } from './binned-weights.ts'

/** A node: the feature to look at, the value from which on to go right; a leaf: the value itself. */
export type Tree = [feature: number, from: number, left: Tree, right: Tree] | number

/** The nodes of all trees in one row: the left branch follows its node, `right` says where the other one starts. */
type Forest = { roots: number[]; features: Int16Array; values: Float64Array; right: Uint16Array }

export type Model = {
  words: { bins: BinnedWeights; lexicon: Map<string, { weight: number; frequency: number }> }
  wording: NgramModel
  forest: Forest
  /** Raised by training whenever it changes the rest, so that nothing looked up before is used on. */
  version: number
}

/** The weights of words, pairs of words and openings (“^we propose”). */
type NgramModel = {
  bias: number
  ngrams: Map<string, number>
  /** A number for each single word of `ngrams`. */
  numbers: Map<string, number>
  pairs: BigramWeights
}

type ModelFile = {
  words: { bins: Bins[]; lexicon: Record<string, [weight: number, frequency: number]> }
  wording: { bias: number; ngrams: Record<string, number> }
  trees: Tree[]
}

/** Written by `training/train.ts`, which replaces its parts while it trains. */
export const model: Model = readModel(new URL('model.json', import.meta.url))

function readModel(file: URL): Model {
  // Written by our own program, so it is not validated.
  const { words, wording, trees } = JSON.parse(readFileSync(file, 'utf8')) as ModelFile
  const lexicon = Object.entries(words.lexicon).map(
    ([word, [weight, frequency]]) => [word, { weight, frequency }] as const,
  )
  return {
    words: { bins: createBinnedWeights(words.bins), lexicon: new Map(lexicon) },
    wording: createNgramModel(wording.bias, new Map(Object.entries(wording.ngrams))),
    forest: forestOf(trees),
    version: 1,
  }
}

export function forestOf(trees: Tree[]): Forest {
  const forest = { roots: [] as number[], features: [] as number[], values: [] as number[], right: [] as number[] }
  const add = (tree: Tree): void => {
    const at = forest.features.length
    const [feature, value] = typeof tree === 'number' ? [-1, tree] : tree
    forest.features.push(feature)
    forest.values.push(value)
    forest.right.push(0)
    if (typeof tree === 'number') return
    add(tree[2])
    forest.right[at] = forest.features.length
    add(tree[3])
  }
  for (const tree of trees) {
    forest.roots.push(forest.features.length)
    add(tree)
  }
  const { roots, features, values, right } = forest
  return { roots, features: new Int16Array(features), values: new Float64Array(values), right: new Uint16Array(right) }
}

export function createNgramModel(bias: number, ngrams: Map<string, number>): NgramModel {
  const withoutOpenings = [...ngrams].filter(([ngram]) => !ngram.startsWith('^'))
  const single = withoutOpenings.filter(([ngram]) => !ngram.includes(' '))
  const numbers = new Map(single.map(([word], number) => [word, number]))
  const numberOf = (word = '') => numbers.get(word) ?? 0
  // A pair is no more common than either of its words, so both have a number.
  const pairs = withoutOpenings.flatMap(([ngram, weight]): [number, number, number][] => {
    const [first, second] = ngram.split(' ')
    return second === undefined ? [] : [[numberOf(first), numberOf(second), weight]]
  })
  return { bias, ngrams, numbers, pairs: createBigramWeights(pairs) }
}
