/** A vector as it is stored: a byte for each number to order the best, a bit for each to find these. */
type Quantized = { numbers: Int8Array; bits: Uint8Array }

const MOST = 127

/** The length of a vector has no meaning, so its largest number becomes the largest byte. */
export function quantize(vector: Float32Array | Int8Array): Quantized {
  let largest = 0
  for (const number of vector) largest = Math.max(largest, Math.abs(number))
  const numbers = new Int8Array(vector.length)
  const bits = new Uint8Array(Math.ceil(vector.length / 8))
  for (const [index, number] of vector.entries()) {
    numbers[index] = Math.round((number / largest) * MOST)
    if (number > 0) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
  }
  return { numbers, bits }
}

/** The cosine similarity, from -1 to 1. Each search compares 400 papers: nothing is allocated. */
export function cosine(a: Int8Array, b: Int8Array): number {
  let product = 0
  let ofA = 0
  let ofB = 0
  for (let index = 0; index < a.length; index += 1) {
    const left = a[index] ?? 0
    const right = b[index] ?? 0
    product += left * right
    ofA += left * left
    ofB += right * right
  }
  return product / Math.sqrt(ofA * ofB)
}
