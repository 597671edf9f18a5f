import { allOf, anyOf, type TextExpression } from './expression.ts'
import type { Run, Unit } from './query-terms.ts'

export const unitExpression = ({ in: where, forms }: Pick<Unit, 'in' | 'forms'>): TextExpression =>
  anyOf(forms.map(({ stems }): TextExpression => ({ is: 'sequence', in: where, stems })))

/** Every unit, or for some in a row what stands for them together. */
export function rowExpression(units: Unit[], runs: Run[]): TextExpression {
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
export function phraseExpression(units: Unit[], runs: Run[]): TextExpression | null {
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
