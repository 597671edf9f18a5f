import { boundElsewhere } from './bindings.ts'
import { type Clause, clausesOf } from './clauses.ts'
import { directionNear } from './number-direction.ts'
import { isContent, type Passage } from './passages.ts'
import type { Located, Quantity } from './quantities/quantity.ts'
import { isSameAmount } from './quantities/same-amount.ts'

/** An objection where the words around the number stand around another one in the source, or go the other way. */
export function tiedOtherwise(
  quantity: Quantity,
  clause: Clause | undefined,
  statement: Passage,
  same: Located[],
  passages: Passage[],
): string | null {
  if (clause === undefined || same.length === 0 || /^(?:one|two)$/i.test(quantity.text)) return null
  const bound = boundElsewhere(quantity, statement, passages)
  if (bound === 'here') return null
  if (bound !== null)
    return `The abstract ties “${[...bound.names].join(' ')}” to ${bound.quantity.text}, not to ${quantity.text}.`
  const ties = same.map(({ quantity: held, passage }) => tieOf(quantity, held, clause, statement, passage))
  const [first] = ties
  if (ties.every((tie) => tie !== null)) return first ?? null
  return null
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
    if (word !== undefined && theirs.size > ours.size && ours.size === 0 && (own?.words.size ?? 0) > 0)
      return `The abstract ties “${wordOf(statement, word)}” to ${other.quantities[0]?.text}, not to ${quantity.text}.`
  }
  return null
}

const isComparable = (a: Quantity, b: Quantity) => a.unit === b.unit && a.start !== b.start && /\d/.test(a.text)

const wordOf = ({ tokens }: Passage, key: string) =>
  tokens.find((token) => token.key === key && isContent(token))?.text ?? key
