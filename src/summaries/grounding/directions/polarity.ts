import { anyWord } from '../../patterns.ts'
import { contentOf, overlapOf } from '../alignment.ts'
import { isCapitalized, type Passage, readPassage } from '../passages.ts'
import { others, rivalsOf, type Source } from '../source.ts'
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

/** What the source denies and the summary affirms, as the source has it; null when there is none. */
export function affirmedDenial(statement: Passage, source: Source): string | null {
  const content = contentOf(statement)
  const denials = rivalsOf(statement, source).flatMap(denialsIn)
  const found = denials.find(({ words, passage }) => {
    const affirmed = affirms(statement, words, contentOf(passage))
    return affirmed > 0 && !source.passages.some((one) => one !== passage && affirms(one, words, content) >= affirmed)
  })
  return found?.text ?? null
}

/** What a paper's own system is seldom said to do, and others are. */
const burden = anyWord(
  /(?:rel(?:y|ies)|depends?|builds?) on|requires?|needs?|lacks?|suffers?|struggles?|ignor(?:es?|ing)/,
  /cannot|(?:is|are) limited to/,
)
const contrast = anyWord(/in contrast to|unlike|instead of|rather than|compared (?:to|with)/)

/** A need or a fault in the summary that the abstract tells of others; null when there is none. */
export function needOfOthers({ text }: Passage, { passages, weights }: Source): string | null {
  const said = burden.exec(text)
  if (said === null || others.test(text) || contrast.test(text)) return null
  const words = contentOf(readPassage(text.slice(said.index + said[0].length)))
  const fits = passages.map((passage) => overlapOf(words, contentOf(passage), weights))
  const best = Math.max(0, ...fits)
  const isTheirs = others.test(passages[fits.indexOf(best)]?.text ?? '')
  return isTheirs && best >= SHARE * overlapOf(words, words, weights) ? said[0] : null
}
