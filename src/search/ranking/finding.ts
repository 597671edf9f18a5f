import type { Electorate } from '../../store/teams.ts'
import { RANKABLE, type SearchEngine } from '../engines/engine.ts'
import { allOf, anyOf } from '../meaning/expression.ts'
import type { Interpretation } from '../meaning/interpretation.ts'
import { unitExpression } from '../meaning/row.ts'
import type { Unit } from '../meaning/units.ts'
import { countStems } from '../meaning/vocabulary.ts'
import { readCandidates } from './candidates.ts'
import { conditionOf, conditionsOf } from './conditions.ts'
import type { Scored } from './hits.ts'
import { listPapers } from './listing.ts'
import { papersWith, rank } from './ranking.ts'
import type { Weights } from './weights.ts'

/** What is ranked exactly, and what is when somebody reads on; behind that, another search would help more. */
const CANDIDATES = 150
const MOST_CANDIDATES = 600

/** `whole`: how many papers hold everything; `total` counts those that lack a word, too, where they are shown. */
export type Found = { ranked: Scored[]; total: number; whole: number }

/** `papers` are all there are, `reach` how many hits are read at most. */
type Circumstances = {
  electorate: Electorate
  weights: Weights
  papers: number
  reach: number
  isLate: () => boolean
}

/** The best papers, best first. */
export async function findPapers(
  engine: SearchEngine,
  interpretation: Interpretation,
  { electorate, weights, papers, reach, isLate }: Circumstances,
): Promise<Found> {
  const { text, phrase, mayLack, units, runs, sort } = interpretation
  const size = reach <= CANDIDATES ? CANDIDATES : MOST_CANDIDATES
  if (text === null || sort !== 'best')
    return listPapers(engine, conditionsOf(interpretation, engine), sort, electorate, size)
  const conditions = interpretation.conditions.map((condition) => conditionOf(condition, engine))
  const others = { except: interpretation.except, conditions }
  const stems = stemsOf([...units, ...runs])
  const frequencies = { papers, counts: await countStems(engine.db, stems) }
  const whole = await engine.find({ text, phrase, ...others }, frequencies, size)
  const found = new Set(whole.best)
  if (mayLack.length > 0 && found.size < size && !isLate()) {
    const needed = units.filter((unit) => !mayLack.includes(unit)).map(unitExpression)
    const rare = anyOf(rareUnits(mayLack, frequencies.counts).map(unitExpression))
    const some = await engine.find({ text: allOf([rare, ...needed]), phrase: null, ...others }, frequencies, size)
    for (const seq of some.best) if (found.size < size) found.add(seq)
  }
  const candidates = await readCandidates(engine, [...found], stems, electorate)
  const ranked = rank(candidates, units, runs, { ...frequencies, phrase: whole.phrases }, weights)
  return {
    total: Math.max(whole.total, found.size),
    whole: whole.total,
    ranked: ranked.map(({ candidate: { id }, score }) => ({ id, score })),
  }
}

const stemsOf = (parts: Pick<Unit, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words: a paper that has none of them is none that was meant. */
function rareUnits(units: Unit[], counts: Map<string, number>): Unit[] {
  let matches = 0
  const byRarity = units.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((unit, index) => {
    matches += papersWith(unit, counts)
    return index === 0 || matches <= RANKABLE
  })
}
