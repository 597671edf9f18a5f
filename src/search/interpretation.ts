import type { Clause, Query, Sort, TextClause } from './clause.ts'
import { unanswerable } from './conditions.ts'
import { allOf, anyOf, type Expression, type Sequence, type TextExpression } from './expression.ts'
import { stemsOf } from './words.ts'

/** One word or phrase that was asked for, and what stands for it in the index. */
export type Unit = { in: Sequence['in']; text: string; forms: Form[] }

export type Form = { stems: string[]; weight: number }

/** A search in the words of the index. */
export type Interpretation = {
  sort: Sort
  /** What was asked for and can raise a paper's rank, in the order it was written. */
  units: Unit[]
  /** What a paper has to be apart from the units. */
  conditions: Expression[]
  problems: string[]
}

export function interpret(query: Query): Interpretation {
  const problems: string[] = [...query.problems]
  const units: Unit[] = []
  const conditions: Expression[] = []
  const clauses = query.where === null ? [] : query.where.is === 'all' ? query.where.of : [query.where]
  for (const clause of clauses) {
    if (clause.is === 'text') units.push(unitOf(clause))
    else conditions.push(...translate(clause, problems))
  }
  return { sort: query.sort, units, conditions, problems }
}

export const unitExpression = ({ in: where, forms }: Unit): TextExpression =>
  anyOf(forms.map(({ stems }): TextExpression => ({ is: 'sequence', in: where, stems })))

function unitOf({ in: where, text }: TextClause): Unit {
  const part = where === 'author' ? 'people' : where === 'organization' ? 'topics' : where
  return { in: part, text, forms: [{ stems: stemsOf(text), weight: 1 }] }
}

/** What cannot be answered is left out. */
function translate(clause: Clause, problems: string[]): Expression[] {
  const problem = unanswerable(clause)
  if (problem) {
    problems.push(problem)
    return []
  }
  switch (clause.is) {
    case 'all':
    case 'any': {
      const parts = clause.of.flatMap((part) => translate(part, problems))
      return parts.length === 0 ? [] : [clause.is === 'all' ? allOf(parts) : anyOf(parts)]
    }
    case 'not':
      return translate(clause.of, problems).map((of) => ({ is: 'not', of }))
    case 'text':
      return [unitExpression(unitOf(clause))]
    default:
      return [{ is: 'fact', fact: clause }]
  }
}
