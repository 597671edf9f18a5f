import { wordsOf } from '../../papers/index/tokenize.ts'
import { countMatches, type SearchEngine } from '../engines/engine.ts'
import { allOf } from '../interpretation/expression.ts'
import { interpret } from '../interpretation/interpret.ts'
import type { Asker, SearchAnswer } from '../paper-search.ts'
import type { Clause, Query } from '../query/clause.ts'
import { renderQuery } from '../query/rendering.ts'
import { conditionOf, conditionsOf } from './conditions.ts'
import { countPapers } from './list-sorted.ts'

const SHOWN = 3
/** More parts than these cannot be tried one by one while somebody waits. */
const TRIED = 6

type RelaxedQuery = Pick<Query, 'where' | 'sort'>

/** Less strict searches that find something; those with the fewest results, the closest ones, first. */
export async function findRelaxedQueries(
  engine: SearchEngine,
  { where, sort }: RelaxedQuery,
  asker: Asker | null,
  isLate: () => boolean,
): Promise<SearchAnswer['relaxed']> {
  const parts = (where?.is === 'all' ? where.of : where ? [where] : []).slice(0, TRIED)
  for (const some of [relaxationsOf(parts, sort), parts.map((part) => ({ where: part, sort }))]) {
    const found: SearchAnswer['relaxed'] = []
    for (const asked of some) {
      const total = isLate() ? 0 : await count(engine, asked, asker)
      if (total > 0) found.push({ query: renderQuery(asked), total })
    }
    if (found.length > 0) return found.toSorted((a, b) => a.total - b.total).slice(0, SHOWN)
  }
  return []
}

/** Each time one part of it is asked for less strictly, or left out. */
function relaxationsOf(parts: Clause[], sort: Query['sort']): RelaxedQuery[] {
  return parts.flatMap((part, index) => {
    const looser = looserClauses(part).map((one): RelaxedQuery => ({ where: allOf(parts.with(index, one)), sort }))
    const others = parts.toSpliced(index, 1)
    return [...looser, ...(others.length > 0 ? [{ where: allOf(others), sort }] : insteadOf(part))]
  })
}

/** The words in any field and order, not as they were asked for. */
function looserClauses(part: Clause): Clause[] {
  if (part.is !== 'text') return []
  const words = wordsOf(part.text).map((text): Clause => ({ ...part, in: 'any', text, exact: false }))
  return part.in !== 'any' || (part.exact && words.length > 1) ? [allOf(words)] : []
}

/** Instead of a day or a number that no paper reaches: the newest, or those with the most votes. */
function insteadOf(part: Clause): RelaxedQuery[] {
  if (part.is === 'day') return [{ where: null, sort: 'new' }]
  return part.is === 'count' ? [{ where: null, sort: 'votes' }] : []
}

async function count(engine: SearchEngine, asked: RelaxedQuery, asker: Asker | null): Promise<number> {
  const query: Query = { ...asked, paper: null, problems: [], corrected: null }
  const { text, except, conditions } = await interpret(engine, query, asker)
  if (text === null) return countPapers(engine, conditionsOf({ text, except, conditions }, engine))
  const facts = conditions.map((one) => conditionOf(one, engine))
  return countMatches(engine, { text, phrase: null, except, conditions: facts })
}
