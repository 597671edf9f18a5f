import type { PaperId } from '../../core/paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import { conditionOf } from '../ranking/conditions.ts'
import type { RankedMatches } from '../ranking/read-hits.ts'
import { fuse } from './fusion.ts'
import type { VectorSearch } from './vector-search.ts'

/** More than somebody reads on; and papers that hold none of the words should not be most of an answer. */
const MOST_CLOSE = 20
/** Where papers hold every word, words are seldom wrong: vectors settle what stands close together. Where none does, they count as much. */
const SAY = { whole: 0.1, none: 1 }

/** `close`: those that are here for their meaning alone. They are not among the `total`, which hold what was asked for. */
export type HybridMatches = RankedMatches & { close: Set<PaperId> }

export const wordsOnly = (found: RankedMatches): HybridMatches => ({ ...found, close: new Set() })

/** What was found by words, with what is close in meaning among it and behind it. */
export async function addVectorMatches(
  engine: SearchEngine,
  meaning: VectorSearch,
  found: RankedMatches,
  { text, binding, corrections }: Pick<Interpretation, 'text' | 'binding' | 'corrections'>,
  vector: Float32Array,
): Promise<HybridMatches> {
  // What a slip of the pen means is not what was meant.
  if (text === null || binding === null || corrections.length > 0) return wordsOnly(found)
  const conditions = binding.map((part) => conditionOf(part, engine))
  const closest = await meaning.closest(vector, conditions)
  if (closest.length === 0) return wordsOnly(found)
  const ranked = found.ranked.map(({ id }) => id)
  const known = new Set(ranked)
  const others = closest.filter(({ id, standsOut }) => standsOut && !known.has(id)).slice(0, MOST_CLOSE)
  // Frequent words stand in more papers than are ranked by them.
  const holding = new Set(
    others.length === 0
      ? []
      : await engine.among(
          others.map(({ seq }) => seq),
          text,
        ),
  )
  const close = new Set(others.filter(({ seq }) => !holding.has(seq)).map(({ id }) => id))
  const shown = new Set([...ranked, ...others.map(({ id }) => id)])
  const fused = fuse(
    ranked,
    closest.map(({ id }) => id),
    found.whole > 0 ? SAY.whole : SAY.none,
  )
  return { ...found, close, ranked: fused.filter(({ id }) => shown.has(id)) }
}
