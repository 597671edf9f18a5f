import type { Tree } from '../../../src/summaries/ranker/model.ts'

/** The candidates of one abstract: what is known of each, and how good a summary each would have been. */
export type Choice = { features: number[][]; rewards: number[] }

type Settings = {
  trees: number
  leaves: number
  smallestLeaf: number
  rate: number
  share: { rows: number; columns: number }
}

const mostBins = 48
const ridge = 3
// Rewards differ by hundredths between candidates; a softmax needs them larger.
const scale = 20

/**
 * Gradient-boosted trees that raise the expected reward of a softmax over each abstract's candidates, rather than predict
 * rewards: only the best candidate is ever used.
 */
export function boost(choices: Choice[], settings: Settings, random: () => number): Tree[] {
  const features = choices.flatMap((choice) => choice.features)
  const columns = features[0]?.length ?? 0
  const cuts = Array.from({ length: columns }, (_, column) =>
    quantiles(
      features.map((row) => row[column] ?? 0),
      mostBins,
    ),
  )
  const bins = cuts.map((own, column) => Uint8Array.from(features, (row) => binOf(row[column] ?? 0, own)))
  const scores = new Float64Array(features.length)
  const gradients = new Float64Array(features.length)
  const curvatures = new Float64Array(features.length)
  const trees: Tree[] = []
  for (let round = 0; round < settings.trees; round++) {
    const rows: number[] = []
    let start = 0
    for (const choice of choices) {
      fillGradients(choice, start, scores, gradients, curvatures)
      if (random() < settings.share.rows) for (let i = 0; i < choice.rewards.length; i++) rows.push(start + i)
      start += choice.rewards.length
    }
    const used = cuts.flatMap((own, column) => (own.length > 0 && random() < settings.share.columns ? [column] : []))
    const tree = growTree(rows, used, { bins, cuts, gradients, curvatures }, settings)
    trees.push(tree)
    for (const [row, values] of features.entries()) scores[row] = (scores[row] ?? 0) + leafOf(tree, values)
  }
  return trees
}

function leafOf(tree: Tree, features: number[]): number {
  let node = tree
  while (typeof node !== 'number') node = (features[node[0]] ?? 0) < node[1] ? node[2] : node[3]
  return node
}

function fillGradients(
  { rewards }: Choice,
  start: number,
  scores: Float64Array,
  gradients: Float64Array,
  curvatures: Float64Array,
): void {
  const own = [...scores.subarray(start, start + rewards.length)]
  const highest = Math.max(...own)
  const weights = own.map((score) => Math.exp(score - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let expected = 0
  for (const [i, weight] of weights.entries()) expected += (weight / total) * (rewards[i] ?? 0)
  for (const [i, weight] of weights.entries()) {
    const chance = weight / total
    gradients[start + i] = -chance * ((rewards[i] ?? 0) - expected) * scale
    curvatures[start + i] = Math.max(chance * (1 - chance), 1e-4) / 4
  }
}

type Table = { bins: Uint8Array[]; cuts: number[][]; gradients: Float64Array; curvatures: Float64Array }
type Split = { gain: number; column: number; bin: number }
type Leaf = { rows: number[]; gradient: number; curvature: number; split: Split | null; children: [Leaf, Leaf] | null }

/** Splits the most promising leaf first, until there are enough of them. */
function growTree(rows: number[], columns: number[], table: Table, { leaves, smallestLeaf, rate }: Settings): Tree {
  const root = createLeaf(rows, columns, table, smallestLeaf)
  const open = [root]
  while (open.length < leaves) {
    const next = open.filter(({ split }) => split).sort((a, b) => (b.split?.gain ?? 0) - (a.split?.gain ?? 0))[0]
    if (!next?.split) break
    const { column, bin } = next.split
    const own = table.bins[column]
    const [left, right] = [
      next.rows.filter((row) => (own?.[row] ?? 0) < bin),
      next.rows.filter((row) => (own?.[row] ?? 0) >= bin),
    ]
    next.children = [createLeaf(left, columns, table, smallestLeaf), createLeaf(right, columns, table, smallestLeaf)]
    open.splice(open.indexOf(next), 1, ...next.children)
  }
  return frozen(root, table, rate)
}

function frozen({ gradient, curvature, split, children }: Leaf, table: Table, rate: number): Tree {
  if (!split || !children) return rounded((-rate * gradient) / (curvature + ridge))
  const from = table.cuts[split.column]?.[split.bin - 1] ?? 0
  return [split.column, from, frozen(children[0], table, rate), frozen(children[1], table, rate)]
}

function createLeaf(rows: number[], columns: number[], table: Table, smallestLeaf: number): Leaf {
  let gradient = 0
  let curvature = 0
  for (const row of rows) {
    gradient += table.gradients[row] ?? 0
    curvature += table.curvatures[row] ?? 0
  }
  const leaf: Leaf = { rows, gradient, curvature, split: null, children: null }
  for (const column of columns) {
    const split = bestSplit(leaf, column, table, smallestLeaf)
    if (split && split.gain > (leaf.split?.gain ?? 1e-9)) leaf.split = split
  }
  return leaf
}

function bestSplit(
  { rows, gradient, curvature }: Leaf,
  column: number,
  table: Table,
  smallestLeaf: number,
): Split | null {
  const size = (table.cuts[column]?.length ?? 0) + 1
  const [gradients, curvatures, counts] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  const bins = table.bins[column] ?? new Uint8Array()
  for (const row of rows) {
    const bin = bins[row] ?? 0
    gradients[bin] = (gradients[bin] ?? 0) + (table.gradients[row] ?? 0)
    curvatures[bin] = (curvatures[bin] ?? 0) + (table.curvatures[row] ?? 0)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  let [g, h, count] = [0, 0, 0]
  let best: Split | null = null
  for (let bin = 0; bin < size - 1; bin++) {
    g += gradients[bin] ?? 0
    h += curvatures[bin] ?? 0
    count += counts[bin] ?? 0
    if (count < smallestLeaf || rows.length - count < smallestLeaf) continue
    const gain = worth(g, h) + worth(gradient - g, curvature - h) - worth(gradient, curvature)
    if (gain > (best?.gain ?? 0)) best = { gain, column, bin: bin + 1 }
  }
  return best
}

const worth = (gradient: number, curvature: number) => gradient ** 2 / (curvature + ridge)

/** Values that cut the sorted ones into about equally large bins. */
export function quantiles(values: number[], bins: number): number[] {
  const sorted = Float64Array.from(values).sort()
  const lowest = sorted[0] ?? 0
  const cuts = new Set<number>()
  for (let bin = 1; bin < bins; bin++) {
    const cut = rounded(sorted[Math.floor((bin * sorted.length) / bins)] ?? lowest)
    if (cut > lowest) cuts.add(cut)
  }
  const rare = sorted.find((value) => value > lowest)
  if (cuts.size === 0 && rare !== undefined) cuts.add(rounded(rare))
  return [...cuts].sort((a, b) => a - b)
}

/** Four digits: the model is a file that people can read. */
export const rounded = (value: number) => Number(value.toPrecision(4))

export function binOf(value: number, cuts: number[]): number {
  const found = cuts.findIndex((cut) => value < cut)
  return found < 0 ? cuts.length : found
}
