import { anyWord } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { isContent, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'

const cause = anyWord(/because(?! of the)|causes?|causing|responsible for|owing to|(?:is|are) what|as a result of/)
const causal = anyWord(
  /because|due to|caus\w*|lead(?:s|ing)?|led|results? (?:in|from)|aris\w*|driv\w*|stem\w*|attribut\w*|owing|thanks/,
  /responsib\w*|since|thereby|hence|induc\w*|reason|why|enabl\w*|by (?:leverag|us|exploit|harness)ing/,
)

/** What a source must share with both sides, in words of one sentence alone, to tell of them. */
const LEAST = 0.5
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
    const overlap = Math.min(...sides.map((side) => overlapOf(side, words, weights)))
    return { overlap, isCausal: causal.test(passage.text) }
  })
  const best = Math.max(0, ...told.map(({ overlap }) => overlap))
  const isHeld = told.some(({ overlap, isCausal }) => isCausal && overlap >= ALSO * best)
  return best < LEAST || isHeld ? null : said[0]
}
