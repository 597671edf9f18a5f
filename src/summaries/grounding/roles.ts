import { clausesOf } from './clauses.ts'
import { isContent, type Passage } from './passages.ts'

type Part = { actors: string[]; words: Set<string> }

/** The first words of a part may name who does what the rest says. */
const MOST_ACTORS = 2
/** No sentence of a summary has more parts; each two are compared with the whole source. */
const MOST_PARTS = 8

/** “The critic acts, and the actor judges” where the source has it the other way round: the two of them, else null. */
export function swappedRoles(statement: Passage, sources: Passage[]): [string, string] | null {
  const parts = clausesOf(statement)
    .slice(0, MOST_PARTS)
    .map(({ start, end, words }): Part => {
      const own = statement.tokens.filter((token) => token.start >= start && token.start < end && isContent(token))
      return { actors: own.slice(0, MOST_ACTORS).map(({ key }) => key), words }
    })
  for (const [i, one] of parts.entries())
    for (const other of parts.slice(i + 1, i + 2))
      for (const a of one.actors.filter((key) => !other.words.has(key)))
        for (const b of other.actors.filter((key) => !one.words.has(key)))
          if (isCrossed(a, b, one, other, sources)) return [textOf(statement, a), textOf(statement, b)]
  return null
}

function isCrossed(a: string, b: string, one: Part, other: Part, sources: Passage[]): boolean {
  const [ofA, ofB] = [new Set<string>(), new Set<string>()]
  for (const source of sources) {
    let owner: Set<string> | null = null
    for (const { words } of clausesOf(source)) {
      if (words.has(a) !== words.has(b)) owner = words.has(a) ? ofA : ofB
      else if (words.has(a)) owner = null
      for (const word of words) owner?.add(word)
    }
  }
  const count = (words: Set<string>, owned: Set<string>, rival: Set<string>) =>
    words.intersection(owned.difference(rival)).difference(new Set([a, b])).size
  const straight = count(one.words, ofA, ofB) + count(other.words, ofB, ofA)
  const [first, second] = [count(one.words, ofB, ofA), count(other.words, ofA, ofB)]
  return straight === 0 && first > 0 && second > 0 && first + second >= 4
}

const textOf = ({ tokens }: Passage, key: string) => tokens.find((token) => token.key === key)?.text ?? key
