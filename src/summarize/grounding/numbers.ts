import type { Source } from './names.ts'
import { isSameAmount, isSameUnit, type Quantity, readQuantities } from './quantities.ts'
import { isContent, type Passage, type Token } from './text.ts'

type Placed = { quantity: Quantity; passage: Passage; index: number }

/** A sentence for each number that the source does not hold, holds in another unit, or ties to another thing. */
export function wrongNumbers(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap((passage, index) =>
    readQuantities(passage).map((quantity): Placed => ({ quantity, passage, index })),
  )
  return readQuantities(statement).flatMap((quantity) => {
    const objection = objectionTo(quantity, statement, known)
    return objection ? [objection] : []
  })
}

/** A sentence for each number that the source does not hold, whatever it counts. */
export function strangeAmounts(statement: Passage, { passages }: Source): string[] {
  const known = passages.flatMap(readQuantities)
  return readQuantities(statement)
    .filter((quantity) => !known.some((other) => quantity.value === other.value || isSameAmount(quantity, other)))
    .map(({ text }) => `The abstract does not hold the number ${text}.`)
}

function objectionTo(quantity: Quantity, statement: Passage, known: Placed[]): string | null {
  const same = known.filter((other) => isSameAmount(quantity, other.quantity))
  // “One” and “two” are often no counts.
  const isVague = /^(?:one|two|once|double[sd]?|doubling|half)$/i.test(quantity.text)
  if (same.length === 0) return isVague ? null : `The abstract does not hold the number ${quantity.text}.`
  const inUnit = same.filter((other) => isSameUnit(quantity, other.quantity))
  const [first] = same
  if (inUnit.length === 0 && first && quantity.unit !== null)
    return `The abstract gives ${first.quantity.text} in ${first.quantity.unit ?? 'another unit'}, not in ${quantity.unit}.`
  const bound = quantity.bound
  if (bound !== null && inUnit.every((other) => other.quantity.bound !== null && other.quantity.bound !== bound))
    return `“At ${bound} ${quantity.text}” is the contrary of what the abstract says.`
  if (isVague) return null
  const about = countedThing(quantity, statement)
  if (about === null || inUnit.length === 0) return null
  if (inUnit.some(({ passage }) => passage.tokens.some(({ key }) => key === about.key)))
    return tiedElsewhere(quantity, about, statement, inUnit, known)
  const counted = known.find(
    (other) =>
      countedThing(other.quantity, other.passage)?.key === about.key && !isSameAmount(other.quantity, quantity),
  )
  return counted ? `The abstract ties “${about.text}” to ${counted.quantity.text}, not to ${quantity.text}.` : null
}

/** Two numbers of one sentence may have changed places: “17 tasks in 1,240 environments”. */
function tiedElsewhere(
  quantity: Quantity,
  about: Token,
  statement: Passage,
  same: Placed[],
  known: Placed[],
): string | null {
  if (same.some((other) => nearThings(other.quantity, other.passage).has(about.key))) return null
  const counted = known.find(
    (other) =>
      !isSameAmount(other.quantity, quantity) && countedThing(other.quantity, other.passage)?.key === about.key,
  )
  return counted && counted.passage !== statement
    ? `The abstract ties “${about.text}” to ${counted.quantity.text}, not to ${quantity.text}.`
    : null
}

/** The first word of its own meaning after the number: “1,240 annotated tasks” counts what is annotated, or tasks. */
function countedThing({ end, unit }: Quantity, { text, tokens }: Passage): Token | null {
  const after = tokens.filter((token) => token.start >= end && !/[,.;:]/.test(text.slice(end, token.start)))
  const found = after.slice(0, unit === null ? 2 : 4).find(isContent)
  return found ?? null
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
