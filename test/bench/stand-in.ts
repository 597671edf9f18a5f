import { createHash } from 'node:crypto'
import type { Embed } from '../../src/models/embed.ts'
import { stemsOf } from '../../src/papers/index/tokenize.ts'
import { createRandom } from './synthetic.ts'

/**
 * A stand-in for an embedding model, made of the papers themselves: latent semantic analysis, where words that stand in the same papers
 * point the same way, beside the words as they are. It knows no language but theirs; a real model knows more.
 */
export function trainStandIn(texts: string[], dimensions: number): Embed {
  const papers = texts.map(countStems)
  const having = new Map<string, number>()
  for (const paper of papers) for (const stem of paper.keys()) having.set(stem, (having.get(stem) ?? 0) + 1)
  const stems = [...having].filter(([, count]) => count >= RARE && count < papers.length / 2)
  const columns = new Map(
    stems.map(([stem, count], column) => [stem, { column, idf: Math.log(papers.length / count) }]),
  )
  const weigh = (counts: Map<string, number>): Sparse =>
    [...counts].flatMap(([stem, count]) => {
      const known = columns.get(stem)
      return known ? [[known.column, (1 + Math.log(count)) * known.idf] as const] : []
    })
  const rows = papers.map((counts) => toUnit(weigh(counts)))
  const topics = findTopics(rows, columns.size, dimensions)
  return async (asked) => ({
    tokens: 0,
    vectors: asked.map((text) => {
      const counts = countStems(text)
      const words = sumWords(counts, (stem) => Math.log(papers.length / (having.get(stem) ?? 1)))
      const vector = Float32Array.from([...toLength(project(weigh(counts), topics)), ...toLength(words)])
      // None of its words is known: any direction will do, as long as there is one.
      return vector.some((number) => number !== 0) ? vector : vector.fill(1)
    }),
  })
}

/** Words of fewer papers say nothing about others. */
const RARE = 3
const ROUNDS = 3
const WORDS = 512

type Sparse = (readonly [column: number, value: number])[]

function countStems(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const stem of stemsOf(text)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return counts
}

function toUnit(row: Sparse): Sparse {
  const length = Math.hypot(...row.map(([, value]) => value)) || 1
  return row.map(([column, value]) => [column, value / length])
}

/** The directions in which the papers differ most, by subspace iteration: a row a word, a column a direction. */
function findTopics(rows: Sparse[], words: number, dimensions: number): Float32Array[] {
  const random = createRandom(5)
  let topics = Array.from({ length: words }, () => Float32Array.from({ length: dimensions }, () => random() - 0.5))
  for (let round = 0; round < ROUNDS; round += 1) {
    const projected = rows.map((row) => project(row, topics))
    orthonormalize(projected, dimensions)
    topics = Array.from({ length: words }, () => new Float32Array(dimensions))
    for (const [index, row] of rows.entries())
      for (const [column, value] of row) add(topics[column], projected[index], value)
    orthonormalize(topics, dimensions)
  }
  return topics
}

function project(row: Sparse, topics: Float32Array[]): Float32Array {
  const sum = new Float32Array(topics[0]?.length ?? 0)
  for (const [column, value] of row) add(sum, topics[column], value)
  return sum
}

/** Each word has a direction of its own, as random as dense. */
function sumWords(counts: Map<string, number>, idf: (stem: string) => number): Float32Array {
  const sum = new Float32Array(WORDS)
  for (const [stem, count] of counts) add(sum, directionOf(stem), (1 + Math.log(count)) * idf(stem))
  return sum
}

const directions = new Map<string, Float32Array>()

function directionOf(stem: string): Float32Array {
  const known = directions.get(stem)
  if (known) return known
  const random = createRandom(createHash('md5').update(stem).digest().readUInt32LE())
  const direction = Float32Array.from({ length: WORDS }, () => random() - 0.5)
  directions.set(stem, direction)
  return direction
}

function toLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1
  return vector.map((number) => number / length)
}

function add(to: Float32Array | undefined, from: Float32Array | undefined, times: number): void {
  if (!to || !from) return
  for (let index = 0; index < to.length; index += 1) to[index] = (to[index] ?? 0) + times * (from[index] ?? 0)
}

/** Gram and Schmidt, column by column. */
function orthonormalize(rows: Float32Array[], dimensions: number): void {
  const columns = Array.from({ length: dimensions }, (_, column) => Float64Array.from(rows, (row) => row[column] ?? 0))
  for (const [index, column] of columns.entries()) {
    for (const before of columns.slice(0, index)) {
      const overlap = dot(column, before)
      for (let at = 0; at < column.length; at += 1) column[at] = (column[at] ?? 0) - overlap * (before[at] ?? 0)
    }
    const length = Math.sqrt(dot(column, column)) || 1
    for (let at = 0; at < column.length; at += 1) column[at] = (column[at] ?? 0) / length
  }
  for (const [at, row] of rows.entries())
    for (let index = 0; index < dimensions; index += 1) row[index] = columns[index]?.[at] ?? 0
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}
