import { type Clause, clausesOf } from '../clauses.ts'
import { directionsOf } from '../directions/directions.ts'
import type { GroundingToken, Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { isSameAmount } from '../quantities/same-amount.ts'
import { compactOf } from '../source.ts'
import { boundElsewhere } from './bindings.ts'

/** An objection where the words around the number stand around another one in the source, or go the other way. */
export function tiedOtherwise(
  quantity: Quantity,
  statement: Passage,
  same: Located[],
  sources: Passage[],
): string | null {
  const clause = clausesOf(statement).find(({ quantities }) => quantities.includes(quantity))
  if (clause === undefined || same.length === 0 || /^(?:one|two)$/i.test(quantity.text)) return null
  const bound = boundElsewhere(quantity, statement, sources)
  const place = placeOf(quantity, statement)
  if (place && same.every(({ quantity: held, passage }) => isElsewhere(place, placeOf(held, passage))))
    return `The abstract does not give ${quantity.text} for ${place.text}.`
  if (bound === 'here') return null
  if (same.every((held) => isTurned(quantity, statement, held)))
    return `The abstract has ${quantity.text} go the other way.`
  const rivals = same.map((held) => rivalOf(quantity, held, clause, statement))
  const rival = bound?.quantity ?? (rivals.every((one) => one !== null) ? rivals[0] : null)
  return rival ? `The abstract says ${rival.text} of that, not ${quantity.text}.` : null
}

/** “A quarter” is not said of 24.2. */
const CLOSE_BY = 0.5

/** The number that stands in the source where this one stands in the summary; null where both tell of the same. */
function rivalOf(
  said: Quantity,
  { quantity, passage }: Located,
  { words }: Clause,
  statement: Passage,
): Quantity | null {
  const clauses = clausesOf(passage)
  const own = clauses.find(({ quantities }) => quantities.includes(quantity))
  // What the summary says of the rival in its place is no fault here, but two numbers that are exchanged are.
  const isSaid = (one: Quantity, ours: Set<string>) =>
    clausesOf(statement).some(
      (clause) =>
        clause.quantities.some((other) => isSameAmount(other, one) && Math.abs(other.value - one.value) < CLOSE_BY) &&
        (clause.words === words || clause.words.isDisjointFrom(ours)),
    )
  const isComparable = (one: Quantity) =>
    one !== quantity && (one.unit === quantity.unit || one.unit === said.unit) && /\d/.test(one.text)
  for (const other of clauses) {
    const rival = other.quantities.find(isComparable)
    if (!own || own === other || own.words.isSubsetOf(other.words) || !rival) continue
    const ours = own.words.difference(other.words)
    if (isSaid(other.quantities[0] ?? rival, ours)) continue
    const theirs = other.words.difference(own.words).intersection(words)
    if (theirs.size > 0 && ours.isDisjointFrom(words)) return rival
  }
  return null
}

/** “71.2 on ReefQA”: the name behind a number. */
function placeOf({ end }: Quantity, { text, tokens }: Passage): GroundingToken | null {
  const [before] = /^[^,.;()]{0,30}?\bon (?:the )?/.exec(text.slice(end)) ?? []
  const token = before === undefined ? undefined : tokens.find(({ start }) => start >= end + before.length)
  return token?.start === end + (before?.length ?? 0) && /\p{Lu}.*[\p{Lu}\d]/u.test(token.text) ? token : null
}

const isElsewhere = (a: GroundingToken, b: GroundingToken | null) =>
  b !== null && !compactOf(a.text).includes(compactOf(b.text)) && !compactOf(b.text).includes(compactOf(a.text))

/** Characters between a number and the word that says which way it goes. */
const CLOSE = 40

function isTurned(quantity: Quantity, statement: Passage, held: Located): boolean {
  const [said, meant] = [wayOf(quantity, statement), wayOf(held.quantity, held.passage)]
  return said !== null && meant !== null && said !== meant
}

/** Whether the number is one of an increase; null when nothing beside it says so, or two words disagree. */
function wayOf({ start, end }: Quantity, { text, tokens }: Passage): boolean | null {
  const ways = tokens.flatMap((token) => {
    const [from, to] = token.start < start ? [token.start + token.text.length, start] : [end, token.start]
    const between = text.slice(from, to).replace(/^ than\b|\b(?:more|less) than\b/g, '')
    const isBeside = to - from < CLOSE && !/[,;:.](?:\s|$)|\b(?:while|but|than|and)\b/.test(between)
    // “Slow-fast” is a name, and “more than” bounds a number.
    const isWay = isBeside && !token.text.includes('-') && !/^ than\b/.test(text.slice(token.start + token.text.length))
    return isWay ? directionsOf(token.text).filter(({ axis }) => axis === 'amount') : []
  })
  const [first] = ways
  return first && ways.every(({ isUp }) => isUp === first.isUp) ? first.isUp : null
}
