import type { SearchEngine } from '../engines/engine.ts'
import type { Clause, Query, Sort, TextClause } from '../query/clause.ts'
import { unanswerable } from '../ranking/conditions.ts'
import { type Correction, correct } from './corrections.ts'
import { allOf, anyOf, type Expression, isText, type TextExpression } from './expression.ts'
import { createUnits, type Run, type Unit } from './units.ts'

/** A search in the words of the index. */
export type Interpretation = {
  sort: Sort
  /** What was asked for and can raise a paper's rank, in the order it was written. */
  units: Unit[]
  runs: Run[]
  /** What the text of a paper must hold. */
  text: TextExpression | null
  /** All units side by side, when they are words in a row. */
  phrase: TextExpression | null
  /** What a paper may lack when no other has everything: words, but nothing that was asked of one field. */
  mayLack: Unit[]
  conditions: Expression[]
  corrections: Correction[]
  problems: string[]
}

export async function interpret(engine: SearchEngine, query: Query): Promise<Interpretation> {
  const problems = [...query.problems]
  if (query.sort === 'votes') problems.push('Votes are not counted yet, so the most upvoted come first.')
  const parts = (query.where?.is === 'all' ? query.where.of : query.where ? [query.where] : []).flatMap((part) =>
    answerable(part, problems),
  )
  const inRow = parts.every((part) => part.is !== 'any' && part.is !== 'all')
  const wanted = parts.flatMap(wantedTexts)
  const { clauses, corrections } = await correct(engine, wanted)
  const { units, runs } = await createUnits(engine.db, clauses, inRow)
  const words = units.filter((unit) => unit.in === 'any')
  const unwanted = parts.flatMap(unwantedTexts)
  const { units: unwantedUnits } = await createUnits(engine.db, unwanted, false)
  const unitOf = new Map([...wanted, ...unwanted].map((clause, index) => [clause, [...units, ...unwantedUnits][index]]))
  const others = parts.filter((part) => !inRow || part.is !== 'text').map((part) => translate(part, unitOf))
  const texts: TextExpression[] = others.filter(isText)
  if (inRow && units.length > 0) texts.unshift(rowExpression(units, runs))
  return {
    sort: query.sort,
    units,
    runs,
    text: texts.length === 0 ? null : allOf(texts),
    phrase: inRow ? phraseExpression(units, runs) : null,
    mayLack: inRow && words.length > 1 ? words : [],
    conditions: others.filter((part) => !isText(part)),
    corrections,
    problems,
  }
}

export const unitExpression = ({ in: where, forms }: Pick<Unit, 'in' | 'forms'>): TextExpression =>
  anyOf(forms.map(({ stems }): TextExpression => ({ is: 'sequence', in: where, stems })))

/** What cannot be answered is left out. */
function answerable(clause: Clause, problems: string[]): Clause[] {
  const problem = unanswerable(clause)
  if (problem) {
    problems.push(problem)
    return []
  }
  if (clause.is === 'not') return answerable(clause.of, problems).map((of) => ({ is: 'not', of }))
  if (clause.is !== 'all' && clause.is !== 'any') return [clause]
  const of = clause.of.flatMap((part) => answerable(part, problems))
  return of.length === 0 ? [] : [{ ...clause, of }]
}

function wantedTexts(clause: Clause): TextClause[] {
  if (clause.is === 'text') return [clause]
  return clause.is === 'all' || clause.is === 'any' ? clause.of.flatMap(wantedTexts) : []
}

function unwantedTexts(clause: Clause): TextClause[] {
  if (clause.is === 'not') return clause.of.is === 'not' ? [] : [...wantedTexts(clause.of), ...unwantedTexts(clause.of)]
  return clause.is === 'all' || clause.is === 'any' ? clause.of.flatMap(unwantedTexts) : []
}

function translate(clause: Clause, unitOf: Map<TextClause, Unit | undefined>): Expression {
  switch (clause.is) {
    case 'all':
    case 'any': {
      const parts = clause.of.map((part) => translate(part, unitOf))
      return clause.is === 'all' ? allOf(parts) : anyOf(parts)
    }
    case 'not':
      return { is: 'not', of: translate(clause.of, unitOf) }
    case 'text':
      return unitExpression(unitOf.get(clause) ?? { in: 'any', forms: [] })
    default:
      return { is: 'fact', fact: clause }
  }
}

/** Every unit, or for some in a row what stands for them together. */
function rowExpression(units: Unit[], runs: Run[]): TextExpression {
  const parts: TextExpression[] = []
  for (let at = 0; at < units.length; ) {
    const run = runs.filter(({ from }) => from === at).toSorted((a, b) => b.to - a.to)[0]
    const to = run?.to ?? at + 1
    const each = allOf(units.slice(at, to).map(unitExpression))
    parts.push(run ? anyOf([each, unitExpression({ in: 'any', forms: run.forms })]) : each)
    at = to
  }
  return allOf(parts)
}

const PHRASES = 8

/** null when there is nothing to stand side by side. */
function phraseExpression(units: Unit[], runs: Run[]): TextExpression | null {
  if (units.length < 2 || units.some((unit) => unit.in !== 'any')) return null
  const forms = units.map(({ forms: [first] }) => first?.stems ?? [])
  const phrases = [
    forms,
    ...runs.flatMap(({ from, to, forms: together }) =>
      together.map(({ stems }) => [...forms.slice(0, from), stems, ...forms.slice(to)]),
    ),
    ...units.flatMap((unit, index) => unit.forms.slice(1).map(({ stems }) => forms.with(index, stems))),
  ]
  return anyOf(
    phrases.slice(0, PHRASES).map((phrase): TextExpression => ({ is: 'sequence', in: 'any', stems: phrase.flat() })),
  )
}
