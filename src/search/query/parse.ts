import { paperIdOf } from '../../core/identifiers/paper-id.ts'
import { wordsOf } from '../../papers/index/tokenize.ts'
import { type Clause, group, type Query, type Sort } from './clause.ts'
import { isSort, parseField } from './fields.ts'
import { type Lexeme, lex } from './lexer.ts'
import { renderQuery } from './rendering.ts'

// arXiv takes abstracts of up to 1,920 characters; what is much longer is no question.
const MAX_CHARACTERS = 4_000
const MAX_DEPTH = 10

/**
 * `(a b) OR "c d" -e author:f since:2w`: AND binds closer than OR. `now` (milliseconds) is what `since:2w` counts from.
 */
export function parseQuery(text: string, now: number = Date.now()): Query {
  const problems: string[] = []
  // No database takes all control characters.
  const whole = text.trim()
  const trimmed = whole
    .slice(0, MAX_CHARACTERS)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  const paper = paperIdOf(trimmed)
  if (paper) return { where: null, sort: 'best', paper, problems, corrected: null }
  if (whole.length > MAX_CHARACTERS)
    problems.push(`Only the first ${MAX_CHARACTERS.toLocaleString('en')} characters were searched for.`)
  const lexemes = lex(trimmed)
  const state: ParserState = { lexemes, at: 0, sort: 'best', problems, now }
  const where = parseAlternatives(state, 0)
  if (where === null && trimmed !== '' && problems.length === 0 && state.sort === 'best')
    problems.push('There is no word in it that could be searched for.')
  const query = { where, sort: state.sort }
  return { ...query, paper: null, problems, corrected: problems.length > 0 ? renderQuery(query) : null }
}

type ParserState = { lexemes: Lexeme[]; at: number; sort: Sort; problems: string[]; now: number }

function parseAlternatives(state: ParserState, depth: number): Clause | null {
  const alternatives: Clause[] = []
  for (;;) {
    const conjunction = parseConjunction(state, depth)
    if (conjunction) alternatives.push(conjunction)
    const next = state.lexemes[state.at]
    if (next === undefined || (next.is === 'close' && depth > 0)) return group('any', alternatives)
    state.at += 1
  }
}

/** Up to the next OR, the end of the group or the end of the text. */
function parseConjunction(state: ParserState, depth: number): Clause | null {
  const clauses: Clause[] = []
  for (;;) {
    const next = state.lexemes[state.at]
    if (next === undefined || next.is === 'or' || next.is === 'close') return group('all', clauses)
    const clause = parseOne(state, depth)
    if (clause) clauses.push(clause)
  }
}

function parseOne(state: ParserState, depth: number): Clause | null {
  const lexeme = state.lexemes[state.at]
  state.at += 1
  if (lexeme?.is === 'not') {
    const negated = parseOne(state, depth)
    return negated?.is === 'not' ? negated.of : negated && { is: 'not', of: negated }
  }
  if (lexeme?.is === 'open') {
    if (depth >= MAX_DEPTH) return null
    const inner = parseAlternatives(state, depth + 1)
    state.at += 1
    return inner
  }
  return lexeme?.is === 'term' ? parseTerm(lexeme, state) : null
}

function parseTerm(term: Extract<Lexeme, { is: 'term' }>, state: ParserState): Clause | null {
  if (term.field === null) return textClause(term)
  if (term.field === 'sort' && isSort(term.text)) {
    state.sort = term.text
    return null
  }
  const { clause, problem } = parseField(term, state.now)
  if (problem) state.problems.push(problem)
  return clause
}

function textClause({ text, quoted, prefix }: Extract<Lexeme, { is: 'term' }>): Clause | null {
  return wordsOf(text).length === 0 ? null : { is: 'text', in: 'any', text, exact: quoted, prefix }
}
