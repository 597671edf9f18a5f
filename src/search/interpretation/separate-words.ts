import { tokenize } from '../../papers/index/tokenize.ts'
import { type Clause, group, isFreeWord, type TextClause } from '../query/clause.ts'

/**
 * The clause with punctuation taken for spaces: `iron-responsive` finds papers with both words, those that have them
 * side by side first. What is excluded or stands in quotation marks stays as it is written.
 */
export function withSeparateWords(clause: Clause): Clause {
  if (clause.is === 'all' || clause.is === 'any') return group(clause.is, clause.of.map(withSeparateWords)) ?? clause
  return isFreeWord(clause) ? (group('all', separateWords(clause)) ?? clause) : clause
}

/** Chinese characters are words without anything between them, and stay together. */
function separateWords(clause: TextClause): TextClause[] {
  const words: string[] = []
  let end = -1
  for (const token of tokenize(clause.text)) {
    const word = clause.text.slice(token.start, token.end)
    words.push(token.start === end ? (words.pop() ?? '') + word : word)
    end = token.end
  }
  return words.map((text) => ({ ...clause, text }))
}
