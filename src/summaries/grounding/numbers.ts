import { type Clause, clausesOf } from './clauses.ts'
import { directionNear } from './direction.ts'
import type { Source } from './names.ts'
import { type GroundingToken, isContent, type Passage } from './passages.ts'
import type { Quantity } from './quantities/quantity.ts'
import { derivedQuantities, readQuantities } from './quantities/read-quantities.ts'
import { isSameAmount, isSameUnit } from './quantities/same-amount.ts'

type Located = { quantity: Quantity; passage: Passage }

/** A sentence for each number that the source does not hold, holds in another unit, or ties to another thing. */
export function wrongNumbers(statement: Passage, basis: Passage[], { passages, keys }: Source): string[] {
  const known = passages.flatMap((passage) =>
    readQuantities(passage).map((quantity): Located => ({ quantity, passage })),
  )
  const clauses = clausesOf(statement)
  const turned = turnedRanges(statement, passages).map((range) => `“${range}” is the other way round in the abstract.`)
  const objections = readQuantities(statement).flatMap((quantity) => {
    const same = known.filter((other) => isSameAmount(quantity, other.quantity))
    const clause = clauses.find(({ quantities }) => quantities.some(({ start }) => start === quantity.start))
    // “3B” may be a part of a name.
    if (/[kMBT]$/.test(quantity.text) && keys.has(quantity.text.toLowerCase()))
      return tiedOtherwise(quantity, clause, statement, same, passages) ?? []
    return (
      objectionTo(quantity, same, basis) ??
      tiedOtherwise(quantity, clause, statement, same, passages) ??
      countedOtherwise(quantity, statement, known, same) ??
      []
    )
  })
  return [...turned, ...objections]
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

/** An objection where the source counts the same thing, and gets another number alone. */
function countedOtherwise(quantity: Quantity, statement: Passage, known: Located[], same: Located[]): string | null {
  const about = countedThing(quantity, statement)
  if (about === null || quantity.unit !== null) return null
  const counts = (other: Located) => countedThing(other.quantity, other.passage)?.key === about.key
  const counted = known.find((other) => other.quantity.unit === null && counts(other))
  if (!counted || same.some(counts) || known.some((other) => counts(other) && isSameAmount(quantity, other.quantity)))
    return null
  return `The abstract ties “${about.text}” to ${counted.quantity.text}, not to ${quantity.text}.`
}

/** The first word of its own meaning after the number: “1,240 annotated tasks” counts what is annotated, or tasks. */
function countedThing({ end }: Quantity, { text, tokens }: Passage): GroundingToken | null {
  const after = tokens.filter((token) => token.start >= end && !/[,.;:]/.test(text.slice(end, token.start)))
  return after.slice(0, 2).find(isContent) ?? null
}

/** A sentence for each number that the source does not hold in any unit. */
export function unsupportedAmounts(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap(readQuantities)
  return readQuantities(statement)
    .filter((quantity) => !known.some((other) => quantity.value === other.value || isSameAmount(quantity, other)))
    .map(({ text }) => `The abstract does not hold the number ${text}.`)
}

function objectionTo(quantity: Quantity, same: Located[], basis: Passage[]): string | null {
  const { text, unit } = quantity
  // “One” and “two” are often no counts.
  if (unit === null && /^(?:one|two|once|zero)$/i.test(text)) return null
  if (same.length === 0) {
    if (
      isWorded(quantity) &&
      !basis.some((passage) => readQuantities(passage).some((other) => contradicts(other, quantity)))
    )
      return null
    const isDerived = basis.some((passage) =>
      derivedQuantities(passage).some((other) => (!other.isRough || !/\d/.test(text)) && isSameAmount(quantity, other)),
    )
    return isDerived ? null : `The abstract does not hold the number ${text}.`
  }
  const inUnit = same.filter((other) => isSameUnit(quantity, other.quantity))
  // “An accuracy of 71.3” may well be a percentage, 32 of something is none.
  const isCounted = (one: Quantity) =>
    one.unit !== null || unit === 'times' || (unit === '%' && Number.isInteger(one.value))
  const other = same.find((one) => isCounted(one.quantity))?.quantity
  if (inUnit.length === 0 && other && unit !== null && /\d|fold|^(?:three|four|five)/.test(text))
    return `The abstract gives ${other.text} in ${other.unit ?? 'another unit'}, not in ${unit}.`
  return null
}

/** Shares in words and what is counted or rounded anew: not every source says it in numbers. */
const isWorded = ({ text, isRough, unit }: Quantity) => unit !== 'times' && (isRough || !/\d/.test(text))

const contradicts = (other: Quantity, { unit, value }: Quantity) =>
  unit === null ? other.unit === null && other.value > 2 && value > 12 : isSameUnit(other, { ...other, unit })

/** An objection where the words around the number stand around another one in the source, or go the other way. */
function tiedOtherwise(
  quantity: Quantity,
  clause: Clause | undefined,
  statement: Passage,
  same: Located[],
  passages: Passage[],
): string | null {
  if (clause === undefined || same.length === 0) return null
  const ties = same.map(({ quantity: held, passage }) => tieOf(quantity, held, clause, statement, passage))
  const [first] = ties
  if (ties.every((tie) => tie !== null)) return first ?? null
  const stray = same.map(({ passage }) => strayName(quantity, clause, statement, passage, passages))
  const [name] = stray
  return name && stray.every((one) => one !== null) ? `The abstract does not tie “${name}” to ${quantity.text}.` : null
}

/** null where the number is about the same in both. */
function tieOf(
  quantity: Quantity,
  held: Quantity,
  clause: Clause,
  statement: Passage,
  passage: Passage,
): string | null {
  const said = directionNear(statement, quantity)
  const meant = directionNear(passage, held)
  if (said && meant && said.isUp !== meant.isUp)
    return `The summary says “${said.text}” of ${quantity.text}, the abstract “${meant.text}”.`
  const clauses = clausesOf(passage)
  const own = clauses.find(({ quantities }) => quantities.some(({ start }) => start === held.start))
  const others = clauses.filter((other) => other !== own && other.quantities.some((one) => isComparable(one, held)))
  for (const other of others) {
    if (
      clausesOf(statement).some(({ quantities }) =>
        quantities.some((one) => isSameAmount(one, other.quantities[0] ?? held)),
      )
    )
      continue
    const theirs = other.words.difference(own?.words ?? new Set()).intersection(clause.words)
    const ours = (own?.words ?? new Set<string>()).difference(other.words).intersection(clause.words)
    const [word] = theirs
    if (word !== undefined && theirs.size > ours.size && ours.size === 0)
      return `The abstract ties “${wordOf(statement, word)}” to ${other.quantities[0]?.text}, not to ${quantity.text}.`
  }
  return null
}

/** Names with capitals or digits within, such as datasets: each is told of one sentence alone. */
const isMarked = /\p{L}\p{Lu}|\p{L}-?\d|\d\p{L}/u

/** A name beside the number that the source has in one other sentence, with a number of its own; null when none. */
function strayName(
  quantity: Quantity,
  clause: Clause,
  statement: Passage,
  own: Passage,
  passages: Passage[],
): string | null {
  const [first] = clausesOf(statement)
  const isFront =
    first !== undefined && first.quantities.length === 0 && /^(?:on|in|for|at|with|under|when)\b/i.test(statement.text)
  for (const { text, key, start } of statement.tokens) {
    const isNear = (start >= clause.start && start < clause.end) || (isFront && start < first.end)
    if (!isNear || !isMarked.test(text) || (start >= quantity.start && start < quantity.end)) continue
    const places = passages.filter(({ tokens }) => tokens.some((token) => token.key === key))
    const [place] = places
    if (
      places.length === 1 &&
      place !== own &&
      place &&
      readQuantities(place).some(({ unit }) => unit === quantity.unit)
    )
      return text
  }
  return null
}

const isComparable = (a: Quantity, b: Quantity) => a.unit === b.unit && a.start !== b.start && /\d/.test(a.text)

const wordOf = ({ tokens }: Passage, key: string) =>
  tokens.find((token) => token.key === key && isContent(token))?.text ?? key
