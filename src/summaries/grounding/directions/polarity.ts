import { anyWord } from '../../patterns.ts'
import { contentOf } from '../alignment.ts'
import { isCapitalized, type Passage } from '../passages.ts'
import { rivalsOf, type Source } from '../source.ts'
import { denialsIn, isDoubtful } from './denials.ts'

/** The share of a denial's words that are affirmed, and what they and the words around must come to. */
const SHARE = 0.6
const LEAST = 5
/** Tokens within which they stand. */
const WITHIN = 9

/** How well a passage affirms these words: they stand close together, nothing there takes them back; 0 for not. */
function affirms(passage: Passage, words: Set<string>, content: Set<string>): number {
  const { tokens } = passage
  const around = content.difference(words).intersection(contentOf(passage)).size
  const uses = tokens.flatMap((token, place) => {
    // A name is another word: “SWE-bench Verified” has no verifier.
    const isOther = words.size === 1 && isCapitalized(passage, token)
    return words.has(token.key) && !isOther ? [{ token, place }] : []
  })
  let best = 0
  for (const [i, { place }] of uses.entries()) {
    const near = uses.slice(i, i + WITHIN).filter((use) => use.place < place + WITHIN)
    const shared = new Set(near.map(({ token }) => token.key)).size
    if (shared / words.size < SHARE || shared * 2 + around < LEAST) continue
    if (near.some(({ token }) => isDoubtful(passage, token, words))) return 0
    best = Math.max(best, shared * 2 + around)
  }
  return best
}

const prefers = anyWord(/instead|rather|not|no|replac\w+|punish\w*|over|beyond|unlike|against|than/)

/** What the source denies and the summary affirms, as the source has it; null when there is none. */
export function affirmedDenial(statement: Passage, source: Source): string | null {
  const content = contentOf(statement)
  const denials = rivalsOf(statement, source).flatMap(denialsIn)
  const found = denials.find(({ words, passage, isPreference }) => {
    if (isPreference && prefers.test(statement.text)) return false
    const affirmed = affirms(statement, words, contentOf(passage))
    return affirmed > 0 && !source.passages.some((one) => one !== passage && affirms(one, words, content) >= affirmed)
  })
  return found?.text ?? null
}

/** What the summary denies and the source affirms, as the summary has it; null when there is none. */
export function deniedFact(statement: Passage, source: Source): string | null {
  const content = contentOf(statement)
  const denied = source.passages.flatMap(denialsIn)
  const told = rivalsOf(statement, source)
  const found = denialsIn(statement).find(
    ({ words, isRemoval }) =>
      !isRemoval &&
      denied.every((one) => one.words.isDisjointFrom(words)) &&
      told.some((passage) => affirms(passage, words, content) > 0),
  )
  return found?.text ?? null
}
