import { either } from '../../patterns.ts'
import { isContent, oncePerPassage, type Passage } from '../passages.ts'
import type { Source } from '../source.ts'

/** What one part of a sentence says: the words that come first may name who does what the rest says. */
type Part = { actors: string[]; words: Set<string> }

const boundary = new RegExp(
  `[,;:()]|\\s(?:--|–|—)\\s|\\b${either(
    /and|while|whereas|but|versus|vs|with|then|where|which|so that|before|after|because|from|than|rather than|compared/,
  )}\\b`,
  'g',
)

/** The first words of a part may name who does what the rest says. */
const MOST_ACTORS = 3
/** No sentence of a summary has more parts; each two are compared with the whole source. */
const MOST_PARTS = 8

const partsIn = oncePerPassage(({ text, tokens }: Passage): Part[] => {
  const cuts = [0, ...[...text.matchAll(boundary)].map(({ index }) => index)]
  return cuts.flatMap((start, i) => {
    const end = cuts[i + 1] ?? text.length
    const keys = tokens.filter((t) => t.start >= start && t.start < end && isContent(t)).map(({ key }) => key)
    return keys.length === 0 ? [] : [{ actors: keys.slice(0, MOST_ACTORS), words: new Set(keys) }]
  })
})

/** “The critic acts, and the actor judges” where the source has it the other way round: the two of them, else null. */
export function swappedRoles(statement: Passage, { passages, names }: Source): [string, string] | null {
  const parts = partsIn(statement).slice(0, MOST_PARTS)
  const openers = new Set(passages.flatMap(partsIn).map(({ actors }) => actors[0]))
  // Two names, or the two that their parts and parts of the source begin with.
  const areRivals = (a: string, b: string, one: Part, other: Part) =>
    !a.includes(b) &&
    !b.includes(a) &&
    ((names.has(a) && names.has(b)) ||
      (a === one.actors[0] && b === other.actors[0] && openers.has(a) && openers.has(b)))
  for (const [i, one] of parts.entries())
    for (const other of parts.slice(i + 1, i + 3))
      for (const a of one.actors.filter((key) => !other.words.has(key)))
        for (const b of other.actors.filter((key) => !one.words.has(key)))
          if (areRivals(a, b, one, other) && isCrossed(a, b, one, other, passages))
            return [textOf(statement, a), textOf(statement, b)]
  return null
}

function isCrossed(a: string, b: string, one: Part, other: Part, sources: Passage[]): boolean {
  const [ofA, ofB] = [new Set<string>(), new Set<string>()]
  for (const source of sources) {
    let owner: Set<string> | null = null
    for (const { words } of partsIn(source)) {
      if (words.has(a) !== words.has(b)) owner = words.has(a) ? ofA : ofB
      else if (words.has(a)) owner = null
      for (const word of words) owner?.add(word)
    }
  }
  const count = (words: Set<string>, owned: Set<string>, rival: Set<string>) =>
    words.intersection(owned.difference(rival)).difference(new Set([a, b])).size
  const straight = count(one.words, ofA, ofB) + count(other.words, ofB, ofA)
  const [first, second] = [count(one.words, ofB, ofA), count(other.words, ofA, ofB)]
  return Math.min(first, second) > 0 && first + second >= 2 + 3 * straight
}

const textOf = ({ tokens }: Passage, key: string) => tokens.find((token) => token.key === key)?.text ?? key
