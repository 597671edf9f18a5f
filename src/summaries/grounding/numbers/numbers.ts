import { type GroundingToken, isContent, type Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount } from '../quantities/same-amount.ts'
import type { Source } from '../source.ts'
import { isSizeInName, unheldAmount } from './amounts.ts'
import { tiedOtherwise } from './ties.ts'

/** A sentence for each number that the source does not hold, holds in another unit, or ties to another thing. */
export function wrongNumbers(statement: Passage, basis: Passage[], { passages }: Source): string[] {
  const known = passages.flatMap((passage) =>
    readQuantities(passage).map((quantity): Located => ({ quantity, passage })),
  )
  return readQuantities(statement).flatMap((quantity) => {
    const same = known.filter((other) => isSameAmount(quantity, other.quantity))
    if (same.length === 0 && isSizeInName(quantity, passages)) return []
    return (
      unheldAmount(quantity, same, basis, statement, known) ??
      tiedOtherwise(quantity, statement, same, passages) ??
      countedOtherwise(quantity, statement, known, same) ??
      []
    )
  })
}

/** An objection where the source counts the same thing, and gets another number alone. */
function countedOtherwise(quantity: Quantity, statement: Passage, known: Located[], same: Located[]): string | null {
  const [about, ...rest] = countedBy({ quantity, passage: statement })
  if (about === undefined || quantity.unit !== null) return null
  const rival = known.find((other) => other.quantity.unit === null && countedBy(other)[0]?.key === about.key)
  // “193 zero-shot retrieval tasks” are two hundred memory retrieval tasks.
  const isHeld = same.some((other) => {
    const words = countedBy(other).map(({ key }) => key)
    return words[0] === about.key || rest.filter(({ key }) => words.includes(key)).length > 1
  })
  return rival && !isHeld
    ? `The abstract ties “${about.text}” to ${rival.quantity.text}, not to ${quantity.text}.`
    : null
}

/** The words of their own meaning right after the number: “1,240 annotated tasks”. */
function countedBy({ quantity: { end }, passage: { text, tokens } }: Located): GroundingToken[] {
  const after = tokens.filter((token) => token.start >= end && !/[,.;:]/.test(text.slice(end, token.start))).slice(0, 4)
  return after.slice(0, 2).some(isContent) ? after.filter(isContent) : []
}

/** A sentence for each number that the source does not hold in any unit. */
export function unsupportedAmounts(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap(readQuantities)
  return readQuantities(statement)
    .filter((quantity) => !known.some((other) => quantity.value === other.value || isSameAmount(quantity, other)))
    .map(({ text }) => `The abstract does not hold the number ${text}.`)
}
