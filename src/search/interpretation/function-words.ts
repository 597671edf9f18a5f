import type { QueryTerm } from './query-terms.ts'

/** Sentences are built with them; they say nothing of the papers that are meant. */
export const FUNCTION_WORDS = new Set(
  `a about an and are as at be been but by can could did do does for from had has have how i if in into is it its me my
    no not of on one or our paper papers so such than that the their them then there these they this to was we were what
    when where which who whose why will with without would you your`.split(/\s+/),
)
/** Fewer words are a sentence only when they ask: each was chosen in “attention is all you need”. */
const SENTENCE = 6
const ASKING = new Set('how what when where which who whose why'.split(' '))

/** Whether this one of the terms of a query has no weight. */
export function isFunctionWord({ words: [word = '', next] }: QueryTerm, terms: QueryTerm[]): boolean {
  if (next !== undefined || !FUNCTION_WORDS.has(word)) return false
  return terms.length >= SENTENCE || (terms.length > 2 && ASKING.has(terms[0]?.words[0] ?? ''))
}
