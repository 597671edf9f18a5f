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
  const rivals = same.map((held) => rivalOf(held, clause, statement))
  const rival = boundElsewhere(quantity, clause, sources) ?? (rivals.every((one) => one !== null) ? rivals[0] : null)
  return rival ? `The abstract says ${rival.text} of that, not ${quantity.text}.` : null
}

/** “90.0 and 75.4 on AIME and HMMT”: what stands nearest does not tell which belongs to which. */
const listed = /\d\S* and \S*\d\S* (?:on|for|in|at) [^,;.]{2,40} and /

/** The number that stands in the source where this one stands in the summary; null where both tell of the same. */
function rivalOf({ quantity, passage }: Located, { words }: Clause, statement: Passage): Quantity | null {
  const clauses = clausesOf(passage)
  const own = clauses.find(({ quantities }) => quantities.includes(quantity))
  if (!own || listed.test(passage.text)) return null
  for (const other of clauses) {
    const rival = other.quantities.find((one) => one.unit === quantity.unit && /\d/.test(one.text))
    if (own === other || !rival) continue
    const ours = own.words.difference(other.words)
    const theirs = other.words.difference(own.words)
    // What the summary says of the rival in its place is no fault here, but two numbers that are exchanged are.
    const isSaid = clausesOf(statement).some(
      (clause) =>
        clause.quantities.some((one) => isSameAmount(one, rival)) &&
        (clause.words === words || clause.words.isDisjointFrom(ours)),
    )
    if (!isSaid && !theirs.isDisjointFrom(words) && ours.isDisjointFrom(words)) return rival
  }
  return null
}
