import type { QueryTerm } from './query-terms.ts'

/** Sentences are built with them; they say nothing of the papers that are meant. */
export const FUNCTION_WORDS = new Set(
  `a about an and are as at be been but by can could did do does for from had has have how i if in into is it its me my
    no not of on one or our paper papers so such than that the their them then there these they this to was we were what
    when where which who whose why will with without would you your`.split(/\s+/),
)
/** Fewer words are no sentence, and each was chosen: “attention is all you need”. */
const SENTENCE = 6

/** Whether this term of a query of so many has no weight. */
export const isFunctionWord = ({ words: [word = '', next] }: QueryTerm, terms: number): boolean =>
  terms >= SENTENCE && next === undefined && FUNCTION_WORDS.has(word)
