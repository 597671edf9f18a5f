import { sql } from 'kysely'
import type { PaperId } from '../../paper.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { TextExpression } from '../meaning/expression.ts'
import type { Interpretation } from '../meaning/interpretation.ts'
import { conditionOf } from '../ranking/conditions.ts'
import type { Found } from '../ranking/finding.ts'
import { fuse } from './fusion.ts'
import type { Meaning } from './meaning.ts'

/** More than somebody reads on; and papers that hold none of the words should not be most of an answer. */
const MOST_CLOSE = 20
/** Where papers hold every word, words are seldom wrong: vectors settle what stands close together. Where none does, they count as much. */
const SAY = { whole: 0.1, none: 1 }

/** `close`: those that are here for their meaning alone. They are not among the `total`, which hold what was asked for. */
export type FoundByMeaning = Found & { close: Set<PaperId> }

export const byWordsAlone = (found: Found): FoundByMeaning => ({ ...found, close: new Set() })

/** What was found by words, with what is close in meaning among it and behind it. */
export async function addClosest(
  engine: SearchEngine,
  meaning: Meaning,
  found: Found,
  { text, binding, corrections }: Pick<Interpretation, 'text' | 'binding' | 'corrections'>,
  vector: Float32Array,
): Promise<FoundByMeaning> {
  // What a slip of the pen means is not what was meant.
  if (text === null || binding === null || corrections.length > 0) return byWordsAlone(found)
  const conditions = binding.map((part) => conditionOf(part, engine))
  const closest = await meaning.closest(vector, conditions)
  if (closest.length === 0) return byWordsAlone(found)
  const [ranked, closestIds] = [found.ranked.map(({ id }) => id), closest.map(({ id }) => id)]
  const known = new Set(ranked)
  // Frequent words stand in more papers than are ranked by them.
  const others = closest.filter(({ id }) => !known.has(id))
  const holding = await holdingOf(engine, closestIds, text)
  const outstanding = others.filter(({ id, standsOut }) => standsOut && !holding.has(id))
  const close = new Set(outstanding.slice(0, MOST_CLOSE).map(({ id }) => id))
  const isShown = (id: PaperId) => known.has(id) || holding.has(id) || close.has(id)
  const fused = fuse(ranked, closestIds, found.whole > 0 ? SAY.whole : SAY.none)
  return { ...found, close, ranked: fused.filter(({ id }) => isShown(id)) }
}

async function holdingOf(engine: SearchEngine, papers: PaperId[], text: TextExpression): Promise<Set<PaperId>> {
  const { rows } = await sql<{ id: PaperId }>`select papers.id from papers
    join paper_facts on paper_facts.seq = papers.seq
    where ${engine.isAmong(papers)} and ${engine.holds(text)}`.execute(engine.db)
  return new Set(rows.map(({ id }) => id))
}
