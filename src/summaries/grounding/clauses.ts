import { either } from '../patterns.ts'
import { isContent, oncePerPassage } from './passages.ts'
import type { Quantity } from './quantities/quantity.ts'
import { readQuantities } from './quantities/read-quantities.ts'

/** A part of a sentence between commas, “and” or “while”: what its numbers are about stands in the same part. */
export type Clause = { start: number; end: number; words: Set<string>; quantities: Quantity[] }

const boundary = new RegExp(
  either(
    /[,;:](?=\s)|[()]|\s(?:--|–|—)\s/,
    /\s(?:and|while|whereas|but|versus|vs\.?|against|compared (?:to|with)|than|rather than)\s/,
  ),
  'g',
)

export const clausesOf = oncePerPassage((passage): Clause[] => {
  const cuts = [...passage.text.matchAll(boundary)].map(({ index, 0: mark }) => index + mark.length)
  const quantities = readQuantities(passage)
  return [0, ...cuts].map((start, i) => {
    const end = cuts[i] ?? passage.text.length
    const inside = (at: number) => at >= start && at < end
    const words = passage.tokens.filter((token) => inside(token.start) && isContent(token)).map(({ key }) => key)
    return { start, end, words: new Set(words), quantities: quantities.filter((one) => inside(one.start)) }
  })
})
