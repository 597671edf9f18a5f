import type { PaperId } from '../../core/paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import { conditionOf } from '../ranking/conditions.ts'
import type { RankedMatches } from '../ranking/read-hits.ts'
import type { VectorSearch } from './vector-search.ts'

/** Papers that hold none of the words should not be most of an answer. */
const MOST_CLOSE = 20
/** Where papers hold every word, vectors decide close calls; where none does, both count the same. */
const VECTOR_WEIGHT = { whole: 0.1, none: 1 }

/** `close`: the papers found by their meaning alone, which `total` does not count. */
export type HybridMatches = RankedMatches & { close: Set<PaperId> }

export const wordsOnly = (found: RankedMatches): HybridMatches => ({ ...found, close: new Set() })

/** Adds the papers that are close in meaning to those that were found by words. */
export async function addVectorMatches(
  engine: SearchEngine,
  meaning: VectorSearch,
  found: RankedMatches,
  { text, binding, corrections }: Pick<Interpretation, 'text' | 'binding' | 'corrections'>,
  vector: Float32Array,
): Promise<HybridMatches> {
  // The vector is that of the misspelt text.
  if (text === null || binding === null || corrections.length > 0) return wordsOnly(found)
  const conditions = binding.map((part) => conditionOf(part, engine))
  const closest = await meaning.closest(vector, conditions)
  if (closest.length === 0) return wordsOnly(found)
  const ranked = found.ranked.map(({ id }) => id)
  const known = new Set(ranked)
  const others = closest.filter(({ id, standsOut }) => standsOut && !known.has(id)).slice(0, MOST_CLOSE)
  // With frequent words more papers hold them than are ranked.
  const numbers = others.map(({ seq }) => seq)
  const holding = new Set(numbers.length === 0 ? [] : await engine.among(numbers, text))
  const close = new Set(others.filter(({ seq }) => !holding.has(seq)).map(({ id }) => id))
  const shown = new Set([...ranked, ...others.map(({ id }) => id)])
  const weight = found.whole > 0 ? VECTOR_WEIGHT.whole : VECTOR_WEIGHT.none
  const byMeaning = closest.map(({ id }) => id)
  return { ...found, close, ranked: fuse(ranked, byMeaning, weight).filter(({ id }) => shown.has(id)) }
}

// Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods, SIGIR
// 2009. With their 60 `npm run bench:meaning -- relevance` loses three times as much.
const K = 10

/** Merges two lists by reciprocal rank fusion; of equals the first list's order stays. */
export function fuse(first: PaperId[], second: PaperId[], weightOfSecond = 1): { id: PaperId; score: number }[] {
  const scores = new Map(first.map((id, index) => [id, 1 / (K + index + 1)]))
  for (const [index, id] of second.entries()) scores.set(id, (scores.get(id) ?? 0) + weightOfSecond / (K + index + 1))
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score)
}
