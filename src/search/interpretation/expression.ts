import type { PaperId } from '../../core/paper.ts'
import type { Clause } from '../query/clause.ts'

/** Stems that stand side by side, in one part of a paper or anywhere. */
export type Sequence = { is: 'sequence'; in: 'any' | 'title' | 'people' | 'topics'; stems: string[] }

/** What the text of a paper must hold, in the words of the index. */
export type TextExpression = Sequence | { is: 'all' | 'any'; of: TextExpression[] }

/** A whole search in the words of the index: text and facts mixed. */
export type Expression =
  | TextExpression
  | { is: 'all' | 'any'; of: Expression[] }
  | { is: 'not'; of: Expression }
  | { is: 'fact'; fact: Fact }
  /** The papers of a clause about a team, which are looked up first. */
  | { is: 'among'; papers: PaperId[] }

/** A clause about a paper's own data and its sources. */
export type Fact = Extract<Clause, { is: 'category' | 'source' | 'day' | 'has' | 'count' }>

export const sequence = (stems: string[], where: Sequence['in'] = 'any'): TextExpression => ({
  is: 'sequence',
  in: where,
  stems,
})

export function isText(expression: Expression): expression is TextExpression {
  if (expression.is === 'sequence') return true
  return (expression.is === 'all' || expression.is === 'any') && expression.of.every(isText)
}

export const stemsIn = (text: TextExpression): string[] =>
  text.is === 'sequence' ? text.stems : text.of.flatMap(stemsIn)

export const allOf = <T>(of: T[]): T | { is: 'all'; of: T[] } => (of.length === 1 && of[0] ? of[0] : { is: 'all', of })

export const anyOf = <T>(of: T[]): T | { is: 'any'; of: T[] } => (of.length === 1 && of[0] ? of[0] : { is: 'any', of })

/** The same, but in the title. */
export function inTitle(text: TextExpression): TextExpression {
  if (text.is !== 'sequence') return { is: text.is, of: text.of.map(inTitle) }
  return text.in === 'any' ? { ...text, in: 'title' } : text
}
