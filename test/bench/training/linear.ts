/** A seeded generator, so that the same corpus always gives the same model: Numerical Recipes' congruential one. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export type Example = { keys: string[]; target: number }
export type Weights = Map<string, number>

type Fit = { epochs: number; rate: number; decay: number; start: number; link: 'logistic' | 'identity' }

/**
 * Sparse linear regression by AdaGrad; `decay` pulls the weights of keys listed in `decayed` to zero. The weights are the mean
 * over the epochs after the second, which is steadier than the last ones (Polyak averaging).
 */
export function fitSparse(examples: Example[], fit: Fit, random: () => number): Weights {
  const order = [...examples]
  const weights: Weights = new Map()
  const squares: Weights = new Map()
  const averaged: Weights = new Map()
  const kept = fit.epochs - 2
  for (let epoch = 0; epoch < fit.epochs; epoch++) {
    shuffle(order, random)
    for (const { keys, target } of order) {
      let sum = 0
      for (const key of keys) sum += weights.get(key) ?? 0
      const error = (fit.link === 'logistic' ? 1 / (1 + Math.exp(-sum)) : sum) - target
      for (const key of keys) {
        const weight = weights.get(key) ?? 0
        // “#…” keys are bins, seen often enough to need no decay.
        const gradient = error + (key.startsWith('#') ? 1e-4 : fit.decay) * weight
        const square = (squares.get(key) ?? fit.start) + gradient * gradient
        squares.set(key, square)
        weights.set(key, weight - (fit.rate * gradient) / Math.sqrt(square))
      }
    }
    if (epoch >= 2) for (const [key, weight] of weights) averaged.set(key, (averaged.get(key) ?? 0) + weight / kept)
  }
  return averaged
}

function shuffle<Item>(items: Item[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [items[i], items[j]]
    if (a !== undefined && b !== undefined) [items[i], items[j]] = [b, a]
  }
}
