import { sql } from 'kysely'
import type { Condition, SearchEngine } from '../engines/engine.ts'
import { type Expression, type Fact, isText } from '../meaning/expression.ts'
import type { Comparison } from '../query/clause.ts'

/** The condition that a row of `papers` is one that is asked for. */
export function conditionOf(expression: Expression, engine: Pick<SearchEngine, 'holds' | 'isAmong'>): Condition {
  if (isText(expression)) return engine.holds(expression)
  switch (expression.is) {
    case 'all':
    case 'any': {
      const parts = expression.of.map((part) => conditionOf(part, engine))
      return sql`(${sql.join(parts, expression.is === 'all' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql`not ${conditionOf(expression.of, engine)}`
    case 'fact':
      return factCondition(expression.fact)
    case 'among':
      return engine.isAmong(expression.papers)
    default:
      return engine.holds(expression)
  }
}

function factCondition(fact: Fact): Condition {
  switch (fact.is) {
    case 'category': {
      const category = fact.category.toLowerCase().replace(/\.?\*$/, '')
      return sql`(${contains('categories', `"${category}"`)} or ${contains('categories', `"${category}.`)})`
    }
    case 'source':
      return sql`exists (select 1 from sightings where paper_id = papers.id and ${startsWith('source', fact.source)})`
    case 'day':
      return sql`exists (select 1 from sightings where paper_id = papers.id
        and day >= ${fact.since ?? '0000'} and day <= ${fact.until ?? '9999'})`
    case 'has':
      return fact.what === 'picture' ? sql`pictures <> '[]'` : sql`links not like ${`%"${fact.what}":null%`}`
    case 'count':
      return upvotesCondition(fact.than, fact.number)
  }
}

const contains = (column: string, text: string): Condition =>
  sql`lower(${sql.ref(column)}) like ${`%${literal(text)}%`} escape '!'`

const startsWith = (column: string, text: string): Condition =>
  sql`lower(${sql.ref(column)}) like ${`${literal(text)}%`} escape '!'`

const literal = (text: string): string => text.replace(/[!%_]/g, '!$&')

const upvotesCondition = (than: Comparison, number: number): Condition =>
  sql`coalesce((select max(upvotes) from sightings where paper_id = papers.id), 0) ${sql.raw(than)} ${number}`
