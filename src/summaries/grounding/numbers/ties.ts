import { type Clause, clausesOf } from '../clauses.ts'
import type { Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { isSameAmount } from '../quantities/same-amount.ts'
import { boundElsewhere } from './bindings.ts'

/** An objection where the words around the number stand around another one in the source. */
export function tiedOtherwise(
  quantity: Quantity,
  statement: Passage,
  same: Located[],
  sources: Passage[],
): string | null {
  const clause = clausesOf(statement).find(({ quantities }) => quantities.includes(quantity))
  if (clause === undefined || same.length === 0 || /^(?:one|two)$/i.test(quantity.text)) return null
  const bound = boundElsewhere(quantity, statement, sources)
  if (bound === 'here') return null
  const rivals = same.map((held) => rivalOf(quantity, held, clause, statement, sources))
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
  sources: Passage[],
): Quantity | null {
  const clauses = clausesOf(passage)
  const own = clauses.find(({ quantities }) => quantities.includes(quantity))
  // What the summary says of the rival in its place is no fault here, but two numbers that are exchanged are.
  const isSaid = (one: Quantity, ours: Set<string>, theirs: Set<string>) =>
    clausesOf(statement).some(
      (clause) =>
        clause.quantities.some((other) => isSameAmount(other, one) && Math.abs(other.value - one.value) < CLOSE_BY) &&
        (clause.words === words || clause.words.isDisjointFrom(ours) || !clause.words.isDisjointFrom(theirs)),
    )
  const isComparable = (one: Quantity) =>
    one !== quantity && (one.unit === quantity.unit || one.unit === said.unit) && /\d/.test(one.text)
  for (const other of [...clauses, ...sources.flatMap(clausesOf)]) {
    const rival = other.quantities.find(isComparable)
    if (!own || own === other || own.words.isSubsetOf(other.words) || !rival) continue
    const ours = own.words.difference(other.words)
    const theirs = other.words.difference(own.words)
    if (isSaid(other.quantities[0] ?? rival, ours, theirs)) continue
    const least = clauses.includes(other) ? 1 : 3
    if (theirs.intersection(words).size >= least && ours.isDisjointFrom(words)) return rival
  }
  return null
}
