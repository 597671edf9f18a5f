import { contentOf, overlapOf } from '../alignment.ts'
import { type GroundingToken, isCapitalized, isContent, oncePerPassage, type Passage } from '../passages.ts'
import { rivalsOf, type Source } from '../source.ts'
import { negatedIn } from './denials.ts'
import { type Direction, directionsOf } from './directions.ts'

/** A word of direction, the words around it, and those beside it that say what goes that way. */
type Use = Direction & { text: string; near: Set<string>; beside: Set<string>; next: Set<string> }

/** Words on either side that tell of the same. */
const NEAR = 6
const [BEFORE, AFTER] = [2, 3]
/** No sentence says more often which way something goes; each one is compared with each of the source. */
const MOST_USES = 20

const usesIn = oncePerPassage((passage: Passage): Use[] => {
  const { tokens } = passage
  const things = tokens.filter((token) => isContent(token) && directionsOf(token.text).length === 0)
  const uses = tokens.flatMap((token): Use[] => {
    // “Progressive Expansion” expands nothing.
    const directions = isCapitalized(passage, token) || isBound(passage, token) ? [] : directionsOf(token.text)
    if (directions.length === 0) return []
    const before = things.filter(({ start }) => start < token.start).slice(-NEAR)
    const after = things.filter(({ start }) => start > token.start).slice(0, NEAR)
    const isDenied = negatedIn(passage).has(token)
    const isLess = /\bless $/i.test(passage.text.slice(Math.max(0, token.start - 5), token.start))
    return directions.map(({ axis, isUp }): Use => {
      // “A large loss” is about the word behind it alone.
      const own = axis === 'size' ? after.slice(0, 1) : [...before.slice(-BEFORE), ...after.slice(0, AFTER)]
      const beside = own.filter((other) => isSameClause(passage.text, token.start, other.start))
      return {
        axis,
        isUp: (isUp !== isDenied) !== isLess,
        text: token.text,
        near: keysOf([...before, ...after]),
        beside: keysOf(beside),
        next: keysOf(beside.filter(({ start }) => start > token.start).slice(0, 1)),
      }
    })
  })
  return uses.slice(0, MOST_USES)
})

/** “More than a quarter”, “less than 15 %”: it bounds a number. */
const isBound = ({ text }: Passage, token: GroundingToken) =>
  bounded.test(text.slice(token.start + token.text.length, token.start + token.text.length + 40))

const bounded = /^ than (?:an? |the |[~$€])?(?:\d|one|two|three|half|third|quarter|fifth|tenth|double|twice)/

const keysOf = (tokens: GroundingToken[]) => new Set(tokens.map(({ key }) => key))

const isSameClause = (text: string, a: number, b: number) =>
  !/[,;:](?=\s)|\b(?:but|while|whereas)\b/.test(text.slice(Math.min(a, b), Math.max(a, b)))

/** What the words beside both and the words around both must share, in words of one sentence alone. */
const [LEAST_BESIDE, LEAST_NEAR] = [0.3, 1.6]
/** The same for the word right behind both, and the words around them then. */
const [LEAST_NEXT, LEAST_AROUND] = [0.7, 1.2]
/** A use that fits nearly as well as the best, and goes the same way as the statement, vouches for it. */
const ALSO = 0.6

/** A word of direction in the summary where the source has the contrary about the same things; else null. */
export function oppositeDirection(statement: Passage, source: Source): { said: string; held: string } | null {
  const { passages, weights } = source
  const content = contentOf(statement)
  const told = new Set(rivalsOf(statement, source))
  const known = passages.flatMap((passage) => {
    const overlap = overlapOf(content, contentOf(passage), weights)
    return usesIn(passage).map((use) => ({ ...use, overlap, isTold: told.has(passage) }))
  })
  for (const said of usesIn(statement)) {
    const fits = known
      .filter(({ axis }) => axis === said.axis)
      .map((use) => {
        const [near, beside] = [overlapOf(said.near, use.near, weights), overlapOf(said.beside, use.beside, weights)]
        return { ...use, fit: 2 * (near + beside) + use.overlap, isClose: beside >= LEAST_BESIDE && near >= LEAST_NEAR }
      })
      .toSorted((a, b) => b.fit - a.fit)
    // “Reduces variance”, “increasing variance”
    const exact = known.filter((use) => use.axis === said.axis && overlapOf(said.next, use.next, weights) >= LEAST_NEXT)
    const turned = exact.find(({ isTold, near }) => isTold && overlapOf(said.near, near, weights) >= LEAST_AROUND)
    if (turned && exact.every(({ isUp }) => isUp !== said.isUp)) return { said: said.text, held: turned.text }
    const [held] = fits
    if (!held?.isTold || !held.isClose || held.isUp === said.isUp) continue
    if (!fits.some(({ isUp, fit }) => isUp === said.isUp && fit > ALSO * held.fit))
      return { said: said.text, held: held.text }
  }
  return null
}
