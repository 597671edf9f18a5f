import { allOf, anyOf, sequence, type TextExpression } from './expression.ts'
import type { QueryTerm, TermSpan } from './query-terms.ts'

export const termExpression = ({ in: where, forms }: Pick<QueryTerm, 'in' | 'forms'>): TextExpression =>
  anyOf(forms.map(({ stems }) => sequence(stems, where)))

/** Every term, or the forms of a span instead of its terms. */
export function textExpression(terms: QueryTerm[], spans: TermSpan[]): TextExpression {
  const parts: TextExpression[] = []
  for (let at = 0; at < terms.length; ) {
    const span = spans.filter(({ from }) => from === at).toSorted((a, b) => b.to - a.to)[0]
    const to = span?.to ?? at + 1
    const each = allOf(terms.slice(at, to).map(termExpression))
    parts.push(span ? anyOf([each, termExpression({ in: 'any', forms: span.forms })]) : each)
    at = to
  }
  return allOf(parts)
}

const PHRASES = 8

/** null when there is nothing to stand side by side. */
export function phraseExpression(terms: QueryTerm[], spans: TermSpan[]): TextExpression | null {
  if (terms.length < 2 || terms.some((term) => term.in !== 'any')) return null
  const forms = terms.map(({ forms: [first] }) => first?.stems ?? [])
  const phrases = [
    forms,
    ...spans.flatMap(({ from, to, forms: together }) =>
      together.map(({ stems }) => [...forms.slice(0, from), stems, ...forms.slice(to)]),
    ),
    ...terms.flatMap((term, index) => term.forms.slice(1).map(({ stems }) => forms.with(index, stems))),
  ]
  return anyOf(phrases.slice(0, PHRASES).map((phrase) => sequence(phrase.flat())))
}
