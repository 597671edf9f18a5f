import { anyWord } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { isContent, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'

const cause = anyWord(
  /because(?! of the)|because of|causes?|causing|responsible for|owing to|(?:is|are) what|due to|as a result of/,
)
const causal = anyWord(
  /because|due to|caus\w*|lead(?:s|ing)?|led|results? (?:in|from)|aris\w*|driv\w*|stem\w*|attribut\w*|owing|thanks/,
  /responsib\w*|since|thereby|hence|induc\w*|reason|why|enabl\w*|by (?:leverag|us|exploit|harness)ing/,
)

/** What a source must share with both sides, in words of one sentence alone, to tell of them. */
const LEAST = 0.5
/** What each side alone must share, where no sentence tells of both: then two sentences were put together. */
const APART = 1.5
/** A sentence that tells of both sides nearly as well as the best. */
const ALSO = 0.6

/** The words for a cause in the summary where no sentence that tells of both sides links them as such; else null. */
export function unsupportedCause({ text, tokens }: Passage, { passages, weights }: Source): string | null {
  const said = cause.exec(text)
  if (said === null) return null
  const keysIn = (from: number, to: number) =>
    new Set(tokens.filter((token) => token.start >= from && token.start < to && isContent(token)).map(({ key }) => key))
  // “Because A, B” and “B because A”.
  const [from, cut] = said.index === 0 ? [said[0].length, text.indexOf(',')] : [0, said.index]
  const sides = [keysIn(from, cut), keysIn(cut, text.length)]
  const told = passages.map((passage, i) => {
    const before = passages[i - 1]
    const words = before ? contentOf(passage).union(contentOf(before)) : contentOf(passage)
    const overlaps = sides.map((side) => overlapOf(side, words, weights))
    return { overlap: Math.min(...overlaps), overlaps, isCausal: causal.test(passage.text) }
  })
  const best = Math.max(0, ...told.map(({ overlap }) => overlap))
  const isHeld = told.some(({ overlap, isCausal }) => isCausal && overlap >= ALSO * best)
  const isApart = sides.every((_, i) => told.some(({ overlaps }) => (overlaps[i] ?? 0) >= APART))
  return (best < LEAST && !isApart) || (best >= LEAST && isHeld) ? null : said[0]
}
