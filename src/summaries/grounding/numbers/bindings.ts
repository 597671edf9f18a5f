import { type Clause, clausesOf } from '../clauses.ts'
import { isContent, oncePerPassage, type Passage } from '../passages.ts'
import type { Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount } from '../quantities/same-amount.ts'

/** A number, and the words that name what it belongs to. */
type Binding = { quantity: Quantity; names: Set<string> }

/** Names with capitals or digits within. */
const isMarked = (text: string): boolean => /\p{L}\p{Lu}|\p{L}-?\d|\d\p{L}/u.test(text)

/** A name and its number behind it, in parentheses. */
const bracketed = /([^,;:()]{2,50})\((?=[^()]{0,15}\d)[^()]*\)/g

/** “GPT-4 (17.6%) and the actor (13.9%)”, “GPT-4 reaches 17.6%”: the numbers that a sentence gives to what it names. */
const bindingsIn = oncePerPassage((passage): Binding[] => {
  const { text, tokens } = passage
  const bound = [...text.matchAll(bracketed)].flatMap(({ 0: whole, 1: name = '', index }): Binding[] => {
    const [from, to] = [index + name.length, index + whole.length]
    const quantity = readQuantities(passage).find(({ start }) => start > from && start < to)
    const named = tokens.filter((token) => token.start >= index && token.start < from && isContent(token))
    return quantity ? [{ quantity, names: new Set(named.map(({ key }) => key)) }] : []
  })
  const inClauses = clausesOf(passage).flatMap(({ start, end, quantities }) => {
    const named = tokens.filter((token) => token.start >= start && token.start < end && isMarked(token.text))
    const names = new Set(named.map(({ key }) => key))
    return names.size === 0 ? [] : quantities.filter(isMeasured).map((quantity): Binding => ({ quantity, names }))
  })
  return [...bound, ...inClauses.filter(({ quantity }) => !bound.some((one) => one.quantity === quantity))]
})

/** A result, not a size, a count or a year. */
const isMeasured = ({ text, unit }: Quantity): boolean => /\d$|%$/.test(text) && (unit !== null || text.includes('.'))

/** Another number that the source gives to what the clause gives this one to; null when there is none. */
export function boundElsewhere(quantity: Quantity, clause: Clause, sources: Passage[]): Quantity | null {
  const { words, quantities } = clause
  if (!isMeasured(quantity)) return null
  const bindings = sources.flatMap(bindingsIn).filter((one) => one.quantity.unit === quantity.unit)
  const own = bindings.filter((one) => isSameAmount(quantity, one.quantity))
  // What both are named by tells nothing.
  const rival = bindings.find(
    ({ names, quantity: held }) =>
      // “From 66% to 73%” tells both.
      !quantities.some((one) => isSameAmount(one, held)) &&
      own.every((one) => !one.names.isSubsetOf(names) && one.names.difference(names).isDisjointFrom(words)) &&
      own.some((one) => names.difference(one.names).intersection(words).size > 0),
  )
  return rival?.quantity ?? null
}
