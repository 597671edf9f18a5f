import type { VoterGroup } from '../../voting/voter-groups.ts'
import { RANKED, type SearchEngine } from '../engines/engine.ts'
import { anyOf, type TextExpression } from '../interpretation/expression.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import type { QueryTerm } from '../interpretation/query-terms.ts'
import { termExpression } from '../interpretation/term-expressions.ts'
import { countStems } from '../interpretation/vocabulary.ts'
import { holdsTerm, papersWith, rankPapers, type Statistics } from './bm25.ts'
import { readCandidates, type SearchCandidate } from './candidates.ts'
import { conditionOf, conditionsOf } from './conditions.ts'
import { listSorted } from './list-sorted.ts'
import type { RankedMatches } from './read-hits.ts'

/** `papers`: how many there are in all. `size`: how many candidates are wanted. */
type SearchBudget = { voterGroup: VoterGroup; papers: number; size: number; isLate: () => boolean }

/** `whole`: how many papers hold everything. */
export type Retrieved = { candidates: SearchCandidate[]; statistics: Statistics; whole: number }

/** Of more words, no paper has them all, and to find that out takes long. */
const MOST_NEEDED = 8

/** The candidates for the exact ranking. */
export async function retrieveCandidates(
  engine: SearchEngine,
  { text, phrase, mayLack, terms, spans, ...asked }: Interpretation & { text: TextExpression },
  { voterGroup, papers, size, isLate }: SearchBudget,
): Promise<Retrieved> {
  const { except } = asked
  const conditions = asked.conditions.map((one) => conditionOf(one, engine))
  const stems = stemsOf([...terms, ...spans])
  const frequencies = { papers, counts: await countStems(engine.db, stems) }
  const isLong = mayLack.length > MOST_NEEDED
  const whole = { text, phrase, except, conditions }
  const { total, phrases, best } = isLong ? NOTHING : await engine.find(whole, frequencies, size)
  const found = new Set(best)
  // However late: the work is bounded, and nothing found is no answer.
  if (mayLack.length > 0 && found.size < size && (found.size === 0 || !isLate())) {
    const needed = terms.filter((term) => !mayLack.includes(term)).map(termExpression)
    const rare = anyOf(rareTerms(mayLack, frequencies.counts).map(termExpression))
    const holdsNeeded = needed.map(engine.holds)
    const some = { text: rare, phrase: null, except, conditions: [...conditions, ...holdsNeeded] }
    for (const seq of (await engine.find(some, frequencies, size)).best) if (found.size < size) found.add(seq)
  }
  const candidates = await readCandidates(engine, [...found], stems, voterGroup)
  const isWhole = (paper: SearchCandidate) => terms.every((term) => holdsTerm(paper, term))
  const holding = isLong ? candidates.filter(isWhole).length : total
  return { candidates, statistics: { ...frequencies, phrase: phrases }, whole: holding }
}

const NOTHING = { total: 0, phrases: 0, best: [] }

const stemsOf = (parts: Pick<QueryTerm, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words: a paper that has none of them is none that was meant. */
function rareTerms(terms: QueryTerm[], counts: Map<string, number>): QueryTerm[] {
  let matches = 0
  const byRarity = terms.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((term, index) => {
    matches += papersWith(term, counts)
    return index === 0 || matches <= RANKED
  })
}

/** How many papers are ranked exactly for the first pages. */
const CANDIDATES = 150
/** For later pages. */
const MOST_CANDIDATES = 600

/** The best papers, best first; `reach` is how many hits are read at most. */
export async function findRanked(
  engine: SearchEngine,
  interpretation: Interpretation,
  { reach, ...circumstances }: Omit<SearchBudget, 'size'> & { reach: number },
): Promise<RankedMatches> {
  const { text, terms, spans, sort } = interpretation
  const size = reach <= CANDIDATES ? CANDIDATES : MOST_CANDIDATES
  if (text === null || sort !== 'best')
    return listSorted(engine, conditionsOf(interpretation, engine), sort, circumstances.voterGroup, size)
  const budget = { ...circumstances, size }
  const { candidates, statistics, whole } = await retrieveCandidates(engine, { ...interpretation, text }, budget)
  const ranked = rankPapers(candidates, terms, spans, statistics)
  return {
    total: Math.max(whole, candidates.length),
    whole,
    ranked: ranked.map(({ candidate: { id }, score }) => ({ id, score })),
  }
}
