import { sql } from 'kysely'
import type { Condition, SearchEngine } from '../engines/engine.ts'
import { type Expression, isText } from '../meaning/expression.ts'
import type { Clause, Comparison } from '../query/clause.ts'

/** The condition that a row of `papers` is one that is asked for. */
export function conditionOf(expression: Expression, holds: SearchEngine['holds']): Condition {
  if (isText(expression)) return holds(expression)
  switch (expression.is) {
    case 'all':
    case 'any': {
      const parts = expression.of.map((part) => conditionOf(part, holds))
      return sql`(${sql.join(parts, expression.is === 'all' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql`not ${conditionOf(expression.of, holds)}`
    case 'fact':
      return factCondition(expression.fact)
    default:
      return holds(expression)
  }
}

function factCondition(fact: Extract<Expression, { is: 'fact' }>['fact']): Condition {
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
      return fact.of === 'votes' ? sql`1 = 1` : upvotesCondition(fact.than, fact.number)
    case 'posted':
      return sql`exists (select 1 from postings join channels on channels.id = postings.channel_id
        where postings.paper_id = papers.id and (channels.id = ${fact.channel} or lower(channels.name) = ${fact.channel.toLowerCase()}))`
    default:
      return sql`1 = 1`
  }
}

const contains = (column: string, text: string): Condition =>
  sql`lower(${sql.ref(column)}) like ${`%${literal(text)}%`} escape '!'`

const startsWith = (column: string, text: string): Condition =>
  sql`lower(${sql.ref(column)}) like ${`${literal(text)}%`} escape '!'`

const literal = (text: string): string => text.replace(/[!%_]/g, '!$&')

const upvotesCondition = (than: Comparison, number: number): Condition =>
  sql`coalesce((select max(upvotes) from sightings where paper_id = papers.id), 0) ${sql.raw(than)} ${number}`

/** Why a part of a search cannot be answered yet; null when it can. */
export function unanswerable(clause: Clause): string | null {
  if (clause.is === 'count' && clause.of === 'votes') return 'votes: cannot be answered yet, so it was left out.'
  if (clause.is === 'by' || clause.is === 'discussed')
    return `${clause.is}: cannot be answered yet, so it was left out.`
  return null
}
