/** A number adds the weight of the bin it falls in. */
export type Bins = { cuts: number[]; weights: number[] }

/** The bins of several numbers, each in a column of its own. */
export type BinnedWeights = {
  weightIn(column: number, value: number): number
  /** The same, faster, for a whole number. */
  weightOfCount(column: number, count: number): number
}

// No count of an abstract's words is outside.
const [lowest, highest] = [-128, 127]
const width = highest - lowest + 1

export function createBinnedWeights(bins: Bins[]): BinnedWeights {
  const ofCounts = new Float64Array(bins.length * width)
  for (const [column, own] of bins.entries())
    for (let i = 0; i < width; i++) ofCounts[column * width + i] = weightIn(own, lowest + i)
  return {
    weightIn: (column, value) => weightIn(bins[column], value),
    weightOfCount(column, count) {
      const place = (count > highest ? highest : count) - lowest
      return ofCounts[column * width + (place > 0 ? place : 0)] ?? 0
    },
  }
}

function weightIn(bins: Bins | undefined, value: number): number {
  if (!bins) return 0
  const { cuts, weights } = bins
  let bin = 0
  while (bin < cuts.length && value >= (cuts[bin] ?? 0)) bin++
  return weights[bin] ?? 0
}
