import type { VoterGroup } from '../../voting/voter-groups.ts'
import { COUNT_LIMIT, type DocumentFrequencies, readIds, type SearchEngine } from '../engines/engine.ts'
import { anyOf, type TextExpression } from '../interpretation/expression.ts'
import { isFunctionWord } from '../interpretation/function-words.ts'
import type { Interpretation } from '../interpretation/interpret.ts'
import type { QueryTerm } from '../interpretation/query-terms.ts'
import { termExpression } from '../interpretation/term-expressions.ts'
import { countStems } from '../interpretation/vocabulary.ts'
import { holdsTerm, papersWith, rankPapers, type Statistics } from './bm25.ts'
import { readCandidates, type SearchCandidate } from './candidates.ts'
import { conditionOf, conditionsOf } from './conditions.ts'
import { listSorted } from './list-sorted.ts'
import type { RankedMatches } from './read-hits.ts'

/** `papers`: how many there are in all. `exact`: how many are ranked exactly. `reach`: how many are read on to. */
type Circumstances = { voterGroup: VoterGroup; papers: number; exact: number; reach: number; isLate: () => boolean }

/** `others`: the papers behind the candidates. `whole`: how many papers hold everything. */
export type Retrieved = { candidates: SearchCandidate[]; others: number[]; statistics: Statistics; whole: number }

/** How many papers one can read on to where some lack a word. */
const CANDIDATES = 300

/** Reading a paper costs as much as fifty that the index ranks. Vectors are added to the exact scores of more. */
export const EXACT = { words: 30, withVectors: 150 }

/** Of more words, no paper has them all, and to find that out takes long. */
const MOST_NEEDED = 8

/** The candidates for the exact ranking. */
export async function retrieveCandidates(
  engine: SearchEngine,
  { text, phrase, mayLack, terms, spans, ...asked }: Interpretation & { text: TextExpression },
  { voterGroup, papers, exact, reach, isLate }: Circumstances,
): Promise<Retrieved> {
  const { except } = asked
  const stems = stemsOf([...terms, ...spans])
  const frequencies = { papers, counts: await countStems(engine.db, stems) }
  const conditions = asked.conditions.map((one) => conditionOf(one, withFrequencies(engine, frequencies)))
  const isLong = mayLack.length > MOST_NEEDED
  const whole = { text, phrase, except, conditions }
  const most = mayLack.length > 0 ? CANDIDATES : Math.max(exact, reach)
  const { total, phrases, best: likely } = isLong ? NOTHING : await engine.find(whole, frequencies, most)
  const found = new Set(likely)
  // However late: the work is bounded, and nothing found is no answer.
  if (mayLack.length > 0 && found.size < CANDIDATES && (found.size === 0 || !isLate())) {
    const needed = terms.filter((term) => !mayLack.includes(term)).map(termExpression)
    const rare = anyOf(rareTerms(mayLack, frequencies.counts).map(termExpression))
    const holdsNeeded = needed.map((text) => engine.holds(text))
    const some = { text: rare, phrase: null, except, conditions: [...conditions, ...holdsNeeded] }
    for (const seq of (await engine.find(some, frequencies, CANDIDATES)).best)
      if (found.size < CANDIDATES) found.add(seq)
  }
  const candidates = await readCandidates(engine, [...found].slice(0, exact), stems, voterGroup)
  const others = [...found].slice(exact)
  const isWhole = (paper: SearchCandidate) => terms.every((term) => holdsTerm(paper, term))
  const holding = isLong ? candidates.filter(isWhole).length : total
  return { candidates, others, statistics: { ...frequencies, phrase: phrases }, whole: holding }
}

/** The same engine, which knows how frequent the words are. */
const withFrequencies = (engine: SearchEngine, frequencies: DocumentFrequencies): SearchEngine => ({
  ...engine,
  holds: (text) => engine.holds(text, frequencies),
})

const NOTHING = { total: 0, phrases: 0, best: [] }

const stemsOf = (parts: Pick<QueryTerm, 'forms'>[]): string[] =>
  parts.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))

/** The rare words, as many as few enough papers have: a paper that has none of them is none that was meant. */
export function rareTerms(terms: QueryTerm[], counts: Map<string, number>): QueryTerm[] {
  let matches = 0
  const byRarity = terms.toSorted((a, b) => papersWith(a, counts) - papersWith(b, counts))
  return byRarity.filter((term, index) => {
    matches += papersWith(term, counts)
    return index === 0 || (matches <= COUNT_LIMIT && !isFunctionWord(term, terms))
  })
}

/** The best papers, best first; `reach` is how many hits are read at most. */
export async function findRanked(
  engine: SearchEngine,
  interpretation: Interpretation,
  circumstances: Circumstances,
): Promise<RankedMatches> {
  const { text, terms, spans, sort } = interpretation
  const { papers, voterGroup, reach } = circumstances
  if (text === null || sort !== 'best') {
    const frequencies = { papers, counts: await countStems(engine.db, stemsOf(terms)) }
    const conditions = conditionsOf(interpretation, withFrequencies(engine, frequencies))
    return listSorted(engine, conditions, sort, voterGroup, reach)
  }
  const retrieved = await retrieveCandidates(engine, { ...interpretation, text }, circumstances)
  const { candidates, others, statistics, whole } = retrieved
  const ranked = rankPapers(candidates, terms, spans, statistics)
  const best = ranked.map(({ candidate: { id }, score }) => ({ id, score }))
  const behind = others.slice(0, Math.max(0, reach - best.length))
  const ids = await readIds(engine.db, behind)
  const unread = behind.flatMap((seq) => ids.get(seq) ?? []).map((id) => ({ id, score: 0 }))
  return { total: Math.max(whole, best.length + others.length), whole, ranked: [...best, ...unread] }
}
