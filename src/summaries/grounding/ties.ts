import { boundElsewhere, isMarked } from './bindings.ts'
import { type Clause, clausesOf } from './clauses.ts'
import { directionNear } from './effects.ts'
import { isContent, type Passage } from './passages.ts'
import type { Located, Quantity } from './quantities/quantity.ts'
import { readQuantities } from './quantities/read-quantities.ts'
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
  if (/[kMBT]$/.test(quantity.text)) return null
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
    if (word !== undefined && theirs.size > ours.size && ours.size === 0 && (own?.words.size ?? 0) > 0)
      return `The abstract ties “${wordOf(statement, word)}” to ${other.quantities[0]?.text}, not to ${quantity.text}.`
  }
  return null
}

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
    if (!isNear || !isMarked(text) || (start >= quantity.start && start < quantity.end)) continue
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
