/** The weights of pairs of words, by the numbers of both. */
export type BigramWeights = { keys: Int32Array; weights: Float64Array }

// An open-addressing table: a Map, which boxes and is spread over memory, takes three times as long for every word
// read.
const numbered = 1 << 14

/** `pairs`: the numbers of two words, below 16,384 each, and their weight beside each other. */
export function createBigramWeights(pairs: [first: number, second: number, weight: number][]): BigramWeights {
  const size = 2 ** Math.ceil(Math.log2(2 * pairs.length + 2))
  const table = { keys: new Int32Array(size).fill(-1), weights: new Float64Array(size) }
  for (const [first, second, weight] of pairs) {
    const slot = slotOf(table, first, second)
    table.keys[slot] = first * numbered + second
    table.weights[slot] = weight
  }
  return table
}

/** 0 for a pair that is not known. */
export const bigramWeight = (table: BigramWeights, first: number, second: number): number =>
  table.weights[slotOf(table, first, second)] ?? 0

/** The slot of the pair, or the free one where it would be. */
function slotOf({ keys }: BigramWeights, first: number, second: number): number {
  const key = first * numbered + second
  const hash = Math.imul(key, 0x9e3779b1)
  let slot = (hash ^ (hash >>> 15)) & (keys.length - 1)
  while (keys[slot] !== key && keys[slot] !== -1) slot = (slot + 1) & (keys.length - 1)
  return slot
}
