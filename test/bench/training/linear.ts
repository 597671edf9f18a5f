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

type Fit = { epochs: number; rate: number; decay: number; start: number }

/** “#…” keys are bins, seen often enough to need little decay. */
const BIN_DECAY = 1e-4

/**
 * Sparse logistic regression by AdaGrad; `decay` pulls the weights of words to zero. The weights are the mean over the
 * epochs after the second, which is steadier than the last ones (Polyak averaging).
 */
export function fitSparse(examples: Example[], fit: Fit, random: () => number): Weights {
  const ids = new Map<string, number>()
  const rows = examples.map(({ keys }) =>
    Int32Array.from(keys, (key) => {
      const id = ids.get(key) ?? ids.size
      ids.set(key, id)
      return id
    }),
  )
  const decay = Float64Array.from(ids.keys(), (key) => (key.startsWith('#') ? BIN_DECAY : fit.decay))
  const weights = new Float64Array(ids.size)
  const squares = new Float64Array(ids.size).fill(fit.start)
  const averaged = new Float64Array(ids.size)
  const order = Uint32Array.from(rows.keys())
  for (let epoch = 0; epoch < fit.epochs; epoch++) {
    shuffle(order, random)
    for (const at of order) step(rows[at] ?? new Int32Array(), examples[at]?.target ?? 0)
    if (epoch < 2) continue
    for (let id = 0; id < ids.size; id++) averaged[id] = (averaged[id] ?? 0) + (weights[id] ?? 0) / (fit.epochs - 2)
  }
  return new Map([...ids].map(([key, id]) => [key, averaged[id] ?? 0]))

  function step(row: Int32Array, target: number): void {
    let sum = 0
    for (const id of row) sum += weights[id] ?? 0
    const error = 1 / (1 + Math.exp(-sum)) - target
    for (const id of row) {
      const gradient = error + (decay[id] ?? 0) * (weights[id] ?? 0)
      squares[id] = (squares[id] ?? 0) + gradient * gradient
      weights[id] = (weights[id] ?? 0) - (fit.rate * gradient) / Math.sqrt(squares[id] ?? 1)
    }
  }
}

function shuffle(items: Uint32Array, random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a = 0, b = 0] = [items[i], items[j]]
    items[i] = b
    items[j] = a
  }
}
