import type { Source } from './names.ts'
import { type GroundingToken, isContent, type Passage } from './passages.ts'
import { isSameAmount, isSameUnit, type Quantity, readQuantities } from './quantities.ts'

type LocatedQuantity = { quantity: Quantity; passage: Passage; index: number }

/** A sentence for each number that the source does not hold, holds in another unit, or ties to another thing. */
export function wrongNumbers(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap((passage, index) =>
    readQuantities(passage).map((quantity): LocatedQuantity => ({ quantity, passage, index })),
  )
  const turned = turnedRanges(statement, passages).map((range) => `“${range}” is the other way round in the abstract.`)
  return [...turned, ...readQuantities(statement).flatMap((quantity) => objectionTo(quantity, statement, known) ?? [])]
}

/** A sentence for each number that the source does not hold in any unit. */
export function unsupportedAmounts(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap(readQuantities)
  return readQuantities(statement)
    .filter((quantity) => !known.some((other) => quantity.value === other.value || isSameAmount(quantity, other)))
    .map(({ text }) => `The abstract does not hold the number ${text}.`)
}

const range = /\bfrom [^\d\s]?(\d+(?:[.,]\d+)*)[^\d.;]{0,12}? to [^\d\s]?(\d+(?:[.,]\d+)*)/gi

/** “From 12 to 6” where the source goes from 6 to 12, and never back. */
function turnedRanges({ text }: Passage, sources: Passage[]): string[] {
  const known = new Set(
    sources.flatMap((source) => [...source.text.matchAll(range)].map(([, from, to]) => `${from} ${to}`)),
  )
  return [...text.matchAll(range)].flatMap(([found, from, to]) =>
    !known.has(`${from} ${to}`) && known.has(`${to} ${from}`) ? [found] : [],
  )
}

function objectionTo(quantity: Quantity, statement: Passage, known: LocatedQuantity[]): string | null {
  const same = known.filter((other) => isSameAmount(quantity, other.quantity))
  // “One” and “two” are often no counts.
  const isVague = /^(?:one|two|once)$/i.test(quantity.text) && quantity.unit === null
  if (same.length === 0 && !isVague) return `The abstract does not hold the number ${quantity.text}.`
  if (same.length === 0) return countedOtherwise(quantity, countedThing(quantity, statement), known)
  const inUnit = same.filter((other) => isSameUnit(quantity, other.quantity))
  const [first] = same
  if (inUnit.length === 0 && first && quantity.unit !== null)
    return `The abstract gives ${first.quantity.text} in ${unitOf(first)}, not in ${quantity.unit}.`
  const bound = quantity.bound
  if (bound !== null && inUnit.every((other) => other.quantity.bound !== null && other.quantity.bound !== bound))
    return `“At ${bound} ${quantity.text}” is the contrary of what the abstract says.`
  if (isVague) return null
  const about = countedThing(quantity, statement)
  if (about === null || inUnit.length === 0) return null
  // Two numbers of one sentence may have changed places: “17 tasks in 1,240 environments”.
  const isBeside = inUnit.some((other) => nearThings(other.quantity, other.passage).has(about.key))
  return isBeside ? null : countedOtherwise(quantity, about, known)
}

const unitOf = ({ quantity }: LocatedQuantity): string => quantity.unit ?? 'another unit'

/** An objection where the source counts the same thing, and gets another number. */
function countedOtherwise(quantity: Quantity, about: GroundingToken | null, known: LocatedQuantity[]): string | null {
  if (about === null) return null
  const countsSame = (other: LocatedQuantity) => countedThing(other.quantity, other.passage)?.key === about.key
  const counted = known.find((other) => !isSameAmount(other.quantity, quantity) && countsSame(other))
  return counted ? `The abstract ties “${about.text}” to ${counted.quantity.text}, not to ${quantity.text}.` : null
}

/** The first word of its own meaning after the number: “1,240 annotated tasks” counts what is annotated, or tasks. */
function countedThing({ end, unit }: Quantity, { text, tokens }: Passage): GroundingToken | null {
  const after = tokens.filter((token) => token.start >= end && !/[,.;:]/.test(text.slice(end, token.start)))
  return after.slice(0, unit === null ? 2 : 4).find(isContent) ?? null
}

/** What follows the number, and what precedes one that counts nothing: “an accuracy of 71.3”. */
function nearThings(quantity: Quantity, passage: Passage): Set<string> {
  const { start, end } = quantity
  const countsNothing = quantity.unit !== null || countedThing(quantity, passage) === null
  const near = passage.tokens.filter((token) =>
    token.start >= end ? token.start - end < 40 : countsNothing && start - token.start < 25,
  )
  return new Set(near.map(({ key }) => key))
}
