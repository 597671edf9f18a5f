import { anyWord, either } from '../../patterns.ts'
import { clausesOf } from '../clauses.ts'
import { directionsOf } from '../directions/directions.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { others } from '../source.ts'

/** What takes away, or says no. */
const without = new RegExp(
  `^${either(
    /lack|lost|deficien|deplet|absen|eliminat|remov|protect|resist|avoid|without|unsuperv|unlabel/,
    /unable|negativ|invers|inactiv|disrupt|independen|not?$|never|neither|nor$|cannot|\w+n['’]t$|low$|few$/,
  )}`,
  'i',
)
const signed = /^(?:amount|quality|effect)$/

/** +1 or −1 for a word that says which way something goes, else 0. */
function signOf({ text }: GroundingToken): number {
  const direction = directionsOf(text).find(({ axis }) => signed.test(axis))
  return direction ? (direction.isUp ? 1 : -1) : without.test(text) ? -1 : 0
}

const signsIn = oncePerPassage(({ tokens }: Passage) => tokens.map(signOf))

/** Words: what is longer says more than one thing, whose signs have nothing to do with each other. */
const LONGEST = 8
/** The share of a statement's words that a sentence holds which tells of the same. */
const SAME = 0.34
/** Words around those that both have. */
const AROUND = 3

/** Says what the paper is, and nothing that is so or not so. */
const announces = anyWord(/we|our|new|methods?|frameworks?|approach\w*|algorithms?|architectures?|learning/)

/**
 * Whether the sentence of the source that tells of the same as a short statement tells the contrary: every increase,
 * decrease and denial among the words that both have counts as a sign, and two decreases make an increase.
 */
export function isContrary(statement: Passage, sources: Passage[]): boolean {
  const signs = signsIn(statement)
  const words = new Set(statement.tokens.filter((token, i) => isContent(token) && signs[i] === 0).map(({ key }) => key))
  if (words.size > LONGEST || announces.test(statement.text) || readQuantities(statement).length > 0) return false
  const told = sources.flatMap((source) => {
    const places = source.tokens.flatMap(({ key }, place) => (words.has(key) ? [place] : []))
    const keys = new Set(places.map((place) => source.tokens[place]?.key))
    if (keys.size < 2 || keys.size / words.size < SAME) return []
    const [from, to] = [Math.max(0, (places[0] ?? 0) - AROUND), (places.at(-1) ?? 0) + AROUND + 1]
    const own = signsIn(source)
      .slice(from, to)
      .filter((_, i) => !isAside(source, source.tokens[from + i], words, statement))
    return [{ shared: keys.size, length: to - from, sign: productOf(own) }]
  })
  const [best] = told.toSorted((a, b) => b.shared - a.shared || a.length - b.length)
  return best !== undefined && best.sign !== productOf(signs)
}

/** In a part of its own, which tells of something else, or of others that the statement does not tell of. */
function isAside(source: Passage, token: GroundingToken | undefined, words: Set<string>, statement: Passage): boolean {
  const own = clausesOf(source).find(({ start, end }) => token && token.start >= start && token.start < end)
  if (own === undefined) return false
  const isOfOthers = !others.test(statement.text) && others.test(source.text.slice(own.start, own.end))
  return isOfOthers || own.words.isDisjointFrom(words)
}

const productOf = (signs: number[]) => signs.reduce((product, sign) => product * (sign || 1), 1)
