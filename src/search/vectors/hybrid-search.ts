import type { PaperId } from '../../core/paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import { conditionOf } from '../ranking/conditions.ts'
import type { RankedMatches } from '../ranking/read-hits.ts'
import { standsOut, type VectorSearch } from './vector-search.ts'

/** Papers that hold none of the words should not be most of an answer. */
const MOST_CLOSE = 20
/**
 * What a standard score of 1 adds to the score by words, which grows with what the words of a paper tell: a best paper
 * has 5 to 100. Papers that hold every word, or few words, leave close calls to decide; a question that no paper holds
 * whole is found by its meaning as well, and so is what a phrase or a filter leaves. `npm run bench:meaning --
 * relevance`: reciprocal rank fusion loses on every set, and a share of the best score on questions. Which papers are
 * similar is a matter of meaning above all: papers cited for one claim of SciFact find each other with an nDCG@10 of
 * 0.62, by words of 0.52.
 */
export const VECTOR_WEIGHT = { sure: 0.3, unsure: 4.5, similar: 20 }
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
  const isQuestion = terms.length >= QUESTION_WORDS
  // The vector is that of the misspelt text, of which a question has enough that is right.
  const isMisread = corrections.length > 0 && !isQuestion
  if (text === null || binding === null || isMisread) return wordsOnly(found)
  const conditions = binding.map((part) => conditionOf(part, engine))
  const ids = new Set(found.ranked.map(({ id }) => id))
  const closest = await meaning.closest(vector, conditions, [...ids])
  const others = closest.filter((paper) => standsOut(paper) && !ids.has(paper.id)).slice(0, MOST_CLOSE)
  // With frequent words more papers hold them than are ranked.
  const numbers = others.map(({ seq }) => seq)
  const holding = new Set(numbers.length === 0 ? [] : await engine.among(numbers, text))
  const close = new Set(others.filter(({ seq }) => !holding.has(seq)).map(({ id }) => id))
  const isUnsure = found.whole === 0 && (isQuestion || conditions.length > 0)
  const known = closest.filter(({ id }) => ids.has(id))
  const scores = new Map([...known, ...others].map(({ id, standardScore }) => [id, standardScore]))
  const ranked = fuse(found.ranked, scores, isUnsure ? VECTOR_WEIGHT.unsure : VECTOR_WEIGHT.sure)
  return { ...found, close, ranked }
}

type Scored = { id: PaperId; score: number }

/** Adds weighted standard scores of vectors to the scores by words; the best first. */
export function fuse(byWords: Scored[], standardScores: Map<PaperId, number>, weight: number): Scored[] {
  const scores = new Map(byWords.map(({ id, score }) => [id, score]))
  for (const [id, score] of standardScores) scores.set(id, (scores.get(id) ?? 0) + weight * score)
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score)
}
