import type { PaperId } from '../../core/paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import { conditionOf } from '../ranking/conditions.ts'
import type { RankedMatches } from '../ranking/read-hits.ts'
import { standsOut, type VectorSearch } from './vector-search.ts'

/** Papers that hold none of the words should not be most of an answer. */
const MOST_CLOSE = 20
/**
 * What a standard score of 1 adds, where the best paper by words has 1. Papers that hold every word, or few words,
 * leave close calls to decide; a question that no paper holds whole is found by its meaning as well, and so is what a
 * phrase or a filter leaves. `npm run bench:meaning -- relevance`: reciprocal rank fusion loses on every set.
 */
export const VECTOR_WEIGHT = { sure: 0.02, unsure: 0.18 }
const QUESTION_WORDS = 5

/** `close`: the papers found by their meaning alone, which `total` does not count. */
export type HybridMatches = RankedMatches & { close: Set<PaperId> }

export const wordsOnly = (found: RankedMatches): HybridMatches => ({ ...found, close: new Set() })

/** Adds the papers that are close in meaning to those that were found by words. */
export async function addVectorMatches(
  engine: SearchEngine,
  meaning: VectorSearch,
  found: RankedMatches,
  { text, binding, corrections, terms }: Pick<Interpretation, 'text' | 'binding' | 'corrections' | 'terms'>,
  vector: Float32Array,
): Promise<HybridMatches> {
  // The vector is that of the misspelt text.
  if (text === null || binding === null || corrections.length > 0) return wordsOnly(found)
  const conditions = binding.map((part) => conditionOf(part, engine))
  const closest = await meaning.closest(vector, conditions)
  if (closest.length === 0) return wordsOnly(found)
  const ids = found.ranked.map(({ id }) => id)
  const scores = await meaning.compare(vector, ids, conditions)
  const others = closest.filter((paper) => standsOut(paper) && !scores.has(paper.id)).slice(0, MOST_CLOSE)
  // With frequent words more papers hold them than are ranked.
  const numbers = others.map(({ seq }) => seq)
  const holding = new Set(numbers.length === 0 ? [] : await engine.among(numbers, text))
  const close = new Set(others.filter(({ seq }) => !holding.has(seq)).map(({ id }) => id))
  const isUnsure = found.whole === 0 && (terms.length >= QUESTION_WORDS || conditions.length > 0)
  const weight = isUnsure ? VECTOR_WEIGHT.unsure : VECTOR_WEIGHT.sure
  for (const { id, standardScore } of others) scores.set(id, standardScore)
  return { ...found, close, ranked: fuse(found.ranked, scores, weight) }
}

type Scored = { id: PaperId; score: number }

/** Adds weighted standard scores of vectors to the scores by words, of which the best counts as 1; the best first. */
export function fuse(byWords: Scored[], standardScores: Map<PaperId, number>, weight: number): Scored[] {
  const best = byWords[0]?.score || 1
  const scores = new Map(byWords.map(({ id, score }) => [id, score / best]))
  for (const [id, score] of standardScores) scores.set(id, (scores.get(id) ?? 0) + weight * score)
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score)
}
