import { sql } from 'kysely'
import type { Condition, SearchEngine } from '../engines/engine.ts'
import { type Expression, type Fact, isText, type TextExpression } from '../interpretation/expression.ts'

type QueryParts = { text: TextExpression | null; except: TextExpression[]; conditions: Expression[] }

/** The conditions of a query where relevance does not matter. */
export function conditionsOf({ text, except, conditions }: QueryParts, engine: ConditionBuilder): Condition[] {
  const without = except.map((of): Expression => ({ is: 'not', of }))
  return [...(text ? [text] : []), ...without, ...conditions].map((part) => conditionOf(part, engine))
}

type ConditionBuilder = Pick<SearchEngine, 'holds' | 'isAmong'>

/** The condition on a row of `paper_facts`. */
export function conditionOf(expression: Expression, engine: ConditionBuilder): Condition {
  if (isText(expression)) return engine.holds(expression)
  switch (expression.is) {
    case 'all':
    case 'any': {
      // Facts first: whether a paper holds a text takes longest to tell.
      const ordered = expression.of.toSorted((a, b) => Number(isText(a)) - Number(isText(b)))
      const parts = ordered.map((part) => conditionOf(part, engine))
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
      return contains('sources', `|${fact.source}`)
    case 'day':
      return dayCondition(fact)
    case 'has':
      return contains('has', `|${fact.what}|`)
    case 'count':
      return sql`upvotes ${sql.raw(fact.than)} ${fact.number}`
  }
}

const contains = (column: 'categories' | 'sources' | 'has', text: string): Condition =>
  sql`${sql.ref(column)} like ${`%${text.replace(/[!%_]/g, '!$&')}%`} escape '!'`

/** For a paper that was listed before and after the days, its sightings decide. */
function dayCondition({ since, until }: Extract<Fact, { is: 'day' }>): Condition {
  // A paper that no source lists has empty days.
  if (since === null) return sql`first_day between '0' and ${until}`
  if (until === null) return sql`last_day >= ${since}`
  return sql`(last_day >= ${since} and first_day <= ${until}
    and (last_day <= ${until} or first_day >= ${since} or exists (select 1 from sightings
      join papers on papers.id = paper_id where papers.seq = paper_facts.seq and day between ${since} and ${until})))`
}
