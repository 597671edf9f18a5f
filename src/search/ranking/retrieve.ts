import type { VoterGroup } from '../../voting/voter-groups.ts'
import { COUNTED, type SearchEngine } from '../engines/engine.ts'
import { allOf, anyOf, type TextExpression } from '../interpretation/expression.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import type { Unit } from '../interpretation/query-terms.ts'
import { unitExpression } from '../interpretation/term-expressions.ts'
import { countStems } from '../interpretation/vocabulary.ts'
import { papersWith, type Statistics } from './bm25.ts'
import { readCandidates, type SearchCandidate } from './candidates.ts'
import { conditionOf } from './conditions.ts'

/** `papers` are all there are, `size` how many are wanted. */
export type SearchBudget = { voterGroup: VoterGroup; papers: number; size: number; isLate: () => boolean }

/** `whole`: how many papers hold everything. */
export type Gathered = { candidates: SearchCandidate[]; statistics: Statistics; whole: number }

/** The papers that may be the best, which are then ranked exactly. */
export async function gather(
  engine: SearchEngine,
  { text, phrase, mayLack, units, runs, ...asked }: Interpretation & { text: TextExpression },
  { voterGroup, papers, size, isLate }: SearchBudget,
): Promise<Gathered> {
  const others = { except: asked.except, conditions: asked.conditions.map((one) => conditionOf(one, engine)) }
  const stems = stemsOf([...units, ...runs])
  const frequencies = { papers, counts: await countStems(engine.db, stems) }
  const { total, phrases, best } = await engine.find({ text, phrase, ...others }, frequencies, size)
  const found = new Set(best)
  if (mayLack.length > 0 && found.size < size && !isLate()) {
    const needed = units.filter((unit) => !mayLack.includes(unit)).map(unitExpression)
    const rare = anyOf(rareUnits(mayLack, frequencies.counts).map(unitExpression))
    const some = await engine.find({ text: allOf([rare, ...needed]), phrase: null, ...others }, frequencies, size)
    for (const seq of some.best) if (found.size < size) found.add(seq)
  }
  const candidates = await readCandidates(engine, [...found], stems, voterGroup)
  return { candidates, statistics: { ...frequencies, phrase: phrases }, whole: total }
}

const stemsOf = (parts: Pick<Unit, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words: a paper that has none of them is none that was meant. */
function rareUnits(units: Unit[], counts: Map<string, number>): Unit[] {
  let matches = 0
  const byRarity = units.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((unit, index) => {
    matches += papersWith(unit, counts)
    return index === 0 || matches <= COUNTED
  })
}
