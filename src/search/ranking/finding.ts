import type { Electorate } from '../../store/teams.ts'
import type { SearchEngine } from '../engines/engine.ts'
import { allOf, anyOf, type TextExpression } from '../meaning/expression.ts'
import type { Interpretation } from '../meaning/interpretation.ts'
import { unitExpression } from '../meaning/row.ts'
import type { Unit } from '../meaning/units.ts'
import { readCandidates } from './candidates.ts'
import { conditionOf } from './conditions.ts'
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
  { text, phrase, mayLack, conditions, units, runs, sort }: Interpretation,
  { electorate, weights, papers, reach, isLate }: Circumstances,
): Promise<Found> {
  const size = reach <= CANDIDATES ? CANDIDATES : MOST_CANDIDATES
  const others = conditions.map((condition) => conditionOf(condition, engine))
  if (text === null || sort !== 'best')
    return listPapers(engine, [...others, ...(text ? [engine.holds(text)] : [])], sort, electorate, size)
  const stems = stemsIn([...units, ...runs])
  const counts = await engine.countPapers(stems)
  const total = await engine.count(text, others)
  const found = new Set<number>()
  const look = async (wanted: TextExpression, having: number, words: number) => {
    if (found.size >= size || having === 0) return
    for (const seq of await engine.best(wanted, others, { papers: having, words }, size)) found.add(seq)
  }
  const words = [...counts.values()].reduce((sum, count) => sum + count, 0)
  // Of very many papers, how many hold the phrase costs more than it tells.
  const phrases = phrase === null || isLate() ? 0 : total > engine.rankable ? total : await engine.count(phrase, others)
  if (phrase) await look(phrase, phrases, words)
  await look(text, total, words)
  if (mayLack.length > 0 && !isLate()) {
    const needed = units.filter((unit) => !mayLack.includes(unit)).map(unitExpression)
    const rare = rareUnits(mayLack, counts, engine.rankable)
    const having = rare.reduce((sum, unit) => sum + papersWith(unit, counts), 0)
    await look(allOf([anyOf(rare.map(unitExpression)), ...needed]), having, having)
  }
  const candidates = await readCandidates(engine, [...found], stems, electorate)
  const ranked = rank(candidates, units, runs, { papers, counts, phrase: phrases }, weights)
  return {
    total: Math.max(total, found.size),
    whole: total,
    ranked: ranked.map(({ candidate: { id }, score }) => ({ id, score })),
  }
}

const stemsIn = (parts: Pick<Unit, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words: a paper that has none of them is none that was meant. */
function rareUnits(units: Unit[], counts: Map<string, number>, most: number): Unit[] {
  let matches = 0
  const byRarity = units.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((unit, index) => {
    matches += papersWith(unit, counts)
    return index === 0 || matches <= most
  })
}
