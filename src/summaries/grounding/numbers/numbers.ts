import { type GroundingToken, isContent, type Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount } from '../quantities/same-amount.ts'
import type { Source } from '../source.ts'
import { isSizeInName, unheldAmount } from './amounts.ts'
import { comparedOtherwise, framedOtherwise } from './conditions.ts'
import { tiedOtherwise } from './ties.ts'

/** A sentence for each number that the source does not hold, holds in another unit, or ties to another thing. */
export function wrongNumbers(statement: Passage, basis: Passage[], source: Source): string[] {
  const { passages, keys } = source
  const known = passages.flatMap((passage) =>
    readQuantities(passage).map((quantity): Located => ({ quantity, passage })),
  )
  return readQuantities(statement).flatMap((quantity) => {
    // “From 30% to 90%” makes nothing 1.9 times as large.
    const same = known.filter(
      (other) => isSameAmount(quantity, other.quantity) && !(quantity.unit === 'times' && isEndOfRange(other)),
    )
    // “3B” may be a part of a name.
    if (/[kMBT]$/.test(quantity.text) && keys.has(quantity.text.toLowerCase()))
      return tiedOtherwise(quantity, statement, same, passages) ?? []
    if (same.length === 0 && isSizeInName(quantity, passages)) return []
    return (
      unheldAmount(quantity, same, basis, statement, known) ??
      tiedOtherwise(quantity, statement, same, passages) ??
      countedOtherwise(quantity, statement, known, same) ??
      comparedOtherwise(quantity, statement, source) ??
      framedOtherwise(quantity, statement, same, source) ??
      []
    )
  })
}

const isEndOfRange = ({ quantity: { start, unit }, passage: { text } }: Located) =>
  unit === '%' && /\b(?:from|to) $/.test(text.slice(0, start))

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
