import type { Asker } from '../asker.ts'
import type { SearchEngine } from '../engines/engine.ts'
import { interpret } from '../meaning/interpretation.ts'
import type { Clause, Query } from '../query/clause.ts'
import { renderQuery } from '../query/rendering.ts'
import type { SearchAnswer } from '../search.ts'
import { conditionOf, conditionsOf } from './conditions.ts'
import { countPapers } from './listing.ts'

const SHOWN = 3
/** Leaving out one of so many words at a time is what can be tried while somebody waits. */
const TRIED = 6

/** The searches that lack one part of this one and find something, those that find least first: they are the closest. */
export async function findNearest(
  engine: SearchEngine,
  query: Query,
  asker: Asker | null,
  isLate: () => boolean,
): Promise<SearchAnswer['nearest']> {
  const parts = query.where?.is === 'all' ? query.where.of.slice(0, TRIED) : []
  const found: SearchAnswer['nearest'] = []
  for (const left of parts) {
    if (isLate()) break
    const rest = parts.filter((part) => part !== left)
    const where: Clause | null = rest.length === 1 ? (rest[0] ?? null) : { is: 'all', of: rest }
    const total = await countAll(engine, { ...query, where, problems: [] }, asker)
    if (total > 0) found.push({ query: renderQuery({ where, sort: query.sort }), total })
  }
  return found.toSorted((a, b) => a.total - b.total).slice(0, SHOWN)
}

async function countAll(engine: SearchEngine, query: Query, asker: Asker | null): Promise<number> {
  const { text, except, conditions } = await interpret(engine, query, asker)
  if (text === null) return countPapers(engine, conditionsOf({ text, except, conditions }, engine))
  return engine.count({ text, phrase: null, except, conditions: conditions.map((one) => conditionOf(one, engine)) })
}
