import { readFileSync } from 'node:fs'
import { type BigramWeights, createBigramWeights } from './bigram-weights.ts'
import { type BinnedWeights, type Bins, createBinnedWeights } from './binned-weights.ts'

/** A node: the feature to look at, the value from which on to go right; a leaf: the value itself. */
export type Tree = [feature: number, from: number, left: Tree, right: Tree] | number

/** The nodes of all trees in one row: the left branch follows its node, `right` says where the other one starts. */
export type Forest = { roots: number[]; features: Int16Array; values: Float64Array; right: Uint16Array }

export type Model = {
  words: { bins: BinnedWeights; lexicon: Map<string, { weight: number; frequency: number }> }
  wording: NgramModel
  forest: Forest
  /** Raised by training whenever it changes the rest, so that nothing looked up before is used on. */
  version: number
}

/** What words, pairs of words and openings (“^we propose”) are worth. */
export type NgramModel = {
  bias: number
  ngrams: Map<string, number>
  /** A number for each single word of `ngrams`. */
  numbers: Map<string, number>
  pairs: BigramWeights
  openings: Opening
}

type Opening = { weight: number; next: Map<string, Opening> }

type ModelFile = {
  words: { bins: Bins[]; lexicon: Record<string, [weight: number, frequency: number]> }
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
    words: { bins: createBinnedWeights(words.bins), lexicon: new Map(lexicon) },
    wording: createNgramModel(wording.bias, new Map(Object.entries(wording.ngrams))),
    forest: forestOf(trees),
    version: 1,
  }
}

export function forestOf(trees: Tree[]): Forest {
  const [roots, features, values, right]: [number[], number[], number[], number[]] = [[], [], [], []]
  const add = (tree: Tree): void => {
    const at = features.length
    const [feature, value] = typeof tree === 'number' ? [-1, tree] : tree
    features.push(feature)
    values.push(value)
    right.push(0)
    if (typeof tree === 'number') return
    add(tree[2])
    right[at] = features.length
    add(tree[3])
  }
  for (const tree of trees) {
    roots.push(features.length)
    add(tree)
  }
  return {
    roots,
    features: Int16Array.from(features),
    values: Float64Array.from(values),
    right: Uint16Array.from(right),
  }
}

export function createNgramModel(bias: number, ngrams: Map<string, number>): NgramModel {
  const openings: Opening = { weight: 0, next: new Map() }
  const single = [...ngrams.keys()].filter((ngram) => !ngram.includes(' ') && !ngram.startsWith('^'))
  const numbers = new Map(single.map((word, number) => [word, number]))
  const pairs: Parameters<typeof createBigramWeights>[0] = []
  for (const [ngram, weight] of ngrams) {
    const words = ngram.split(' ')
    const [first = '', second = ''] = words
    if (first.startsWith('^')) addOpening(openings, [first.slice(1), ...words.slice(1)], weight)
    // A pair is no more common than either of its words.
    else if (words.length === 2) pairs.push([numbers.get(first) ?? 0, numbers.get(second) ?? 0, weight])
  }
  return { bias, ngrams, numbers, pairs: createBigramWeights(pairs), openings }
}

/** An opening is worth nothing without those it begins with, which are as common at least. */
function addOpening(from: Opening, words: string[], weight: number): void {
  let opening = from
  for (const word of words) {
    const next = opening.next.get(word) ?? { weight: 0, next: new Map() }
    opening.next.set(word, next)
    opening = next
  }
  opening.weight = weight
}
