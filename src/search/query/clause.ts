import type { IsoDay, PaperId } from '../../core/paper.ts'

/** What a search asks for. Parsing never fails: what could not be understood is left out, and `problems` says so. */
export type Query = {
  /** null asks for every paper. */
  where: Clause | null
  sort: Sort
  /** The paper that the whole text names by its identifier or link. */
  paper: PaperId | null
  /** A sentence for each thing that was left out. */
  problems: string[]
  /** The query as it was understood, when that is not what was written. */
  corrected: string | null
}

export type Sort = 'best' | 'new' | 'votes'

export type Clause =
  | { is: 'all' | 'any'; of: Clause[] }
  | { is: 'not'; of: Clause }
  | TextClause
  | { is: 'category'; category: string }
  | { is: 'source'; source: string }
  | { is: 'day'; since: IsoDay | null; until: IsoDay | null; text: string }
  | { is: 'has'; what: 'code' | 'pdf' | 'project' | 'picture' }
  | { is: 'count'; of: 'votes' | 'upvotes'; than: Comparison; number: number }
  | { is: 'posted'; channel: string }
  /** The asker's own votes: others' are shown as numbers only. */
  | { is: 'by' }
  | { is: 'discussed'; yes: boolean }

/** Words, in this order and side by side when they are several. */
export type TextClause = {
  is: 'text'
  in: 'any' | 'title' | 'author' | 'organization'
  text: string
  /** In quotation marks: found as written, without other spellings or long forms. */
  exact: boolean
  /** `diffus*` */
  prefix: boolean
}

/** `a (b c)` is `a b c`; null without clauses. */
export function group(is: 'all' | 'any', clauses: Clause[]): Clause | null {
  const of = clauses.flatMap((clause) => (clause.is === is ? clause.of : [clause]))
  const [only] = of
  return only === undefined || of.length === 1 ? (only ?? null) : { is, of }
}

/** A word that is also searched in other spellings and forms. */
export const isFreeWord = (clause: Clause): clause is TextClause =>
  clause.is === 'text' && clause.in === 'any' && !clause.exact && !clause.prefix

export type Comparison = '>' | '>=' | '<' | '<=' | '='

export function compare(value: number, than: Comparison, number: number): boolean {
  const results = { '>': value > number, '>=': value >= number, '<': value < number, '<=': value <= number }
  return than === '=' ? value === number : results[than]
}
