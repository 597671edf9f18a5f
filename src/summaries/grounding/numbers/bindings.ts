import { clausesOf } from '../clauses.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'
import type { Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount } from '../quantities/same-amount.ts'

/** A number, and the words that name what it belongs to. */
type Binding = { quantity: Quantity; names: Set<string> }

/** The names there, else the words. */
function keysIn({ tokens }: Passage, from: number, to: number): Set<string> {
  const inside = tokens.filter((token) => token.start >= from && token.start < to && isContent(token))
  const named = inside.filter(({ text }) => isMarked(text))
  return new Set((named.length > 0 ? named : inside).flatMap(partsOf))
}

const edge =
  /[,;:()]|\b(?:and|or|over|than|of|like|such as|surpass\w*|outperform\w*|both|versus|vs|with|to|from|by)\b/gi
/** Characters of a name before its number in parentheses. */
const LONGEST_NAME = 50

/** Names with capitals or digits within; “MMDiT-18B” is found as “MMDiT”, too. */
const isMarked = (text: string): boolean => /\p{L}\p{Lu}|\p{L}-?\d|\d\p{L}/u.test(text)
const partsOf = ({ text, key }: GroundingToken) => [
  key,
  ...text
    .split('-')
    .filter((part) => isMarked(part) && /\p{Ll}/u.test(part))
    .map((part) => part.toLowerCase()),
]

/**
 * “GPT-4 (17.6%) and the actor (13.9%)”; “90.0 and 75.4 on AIME and HMMT”; “GPT-4 reaches 17.6%”: the numbers that a
 * sentence gives to what it names.
 */
const bindingsIn = oncePerPassage((passage): Binding[] => {
  const { text, tokens } = passage
  const quantities = readQuantities(passage)
  const bracketed = quantities.flatMap((quantity): Binding[] => {
    const open = text.lastIndexOf('(', quantity.start)
    const inside = text.slice(open, text.indexOf(')', quantity.start))
    if (open < 0 || text.slice(open, quantity.start).includes(')') || quantity.start - open > 15) return []
    if (/\brespectively\b/.test(inside)) return []
    const before = text.slice(Math.max(0, open - LONGEST_NAME), open)
    const from = open - before.length + ([...before.matchAll(edge)].map((m) => m.index + m[0].length).at(-1) ?? 0)
    return [{ quantity, names: keysIn(passage, from, open) }]
  })
  const listed = [...text.matchAll(lists)].flatMap((match) => listedIn(passage, match, quantities))
  const bound = [...bracketed, ...listed].filter(({ names }) => names.size > 0)
  const inClauses = clausesOf(passage).flatMap(({ start, end, quantities: own }) => {
    const named = tokens.filter((token) => token.start >= start && token.start < end && isMarked(token.text))
    const names = new Set(named.filter((token) => !own.some((one) => one.start === token.start)).flatMap(partsOf))
    return names.size === 0 ? [] : own.filter(isMeasured).map((quantity): Binding => ({ quantity, names }))
  })
  return [...bound, ...inClauses.filter(({ quantity }) => !bound.some((one) => one.quantity === quantity))]
})

/** A result, not a size, a count or a year. */
const isMeasured = ({ text, unit }: Quantity): boolean => /\d$|%$/.test(text) && (unit !== null || text.includes('.'))

const item = '[^,;()]{2,40}?'
const items = `(?:the )?(${item}(?:, ${item})*,? and ${item})`
const numbersFirst = '\\d\\S*(?:, \\S*\\d\\S*)*,? and \\S*\\d\\S*[^,;.()]{0,40}? (?:on|for|in|at) '
const lists = new RegExp(
  `${numbersFirst}${items}(?=[,;.()]| with\\b| over\\b| while\\b|$)` +
    `|(?:on|for|in|at|of) ${items} \\([^()]*\\brespectively\\)`,
  'gi',
)

/** The numbers of a list, each with its name. */
function listedIn(
  passage: Passage,
  { 0: whole, 1: after, 2: before, index }: RegExpExecArray,
  all: Quantity[],
): Binding[] {
  const list = after ?? before ?? ''
  const names = list.split(/,? and |, /)
  const own = all.filter(({ start }) => start >= index && start < index + whole.length)
  const unit = own.at(-1)?.unit
  const numbers = own.filter((one) => one.unit === unit)
  if (numbers.length !== names.length) return []
  let at = index + whole.indexOf(list)
  return names.flatMap((name, i): Binding[] => {
    const start = passage.text.indexOf(name, at)
    at = start + name.length
    const quantity = numbers[i]
    return quantity === undefined ? [] : [{ quantity, names: keysIn(passage, start, at) }]
  })
}

/** Characters on either side of a number that say what it belongs to. */
const REACH = 60

/** Another number that the source gives to what the statement gives this one to; null when there is none. */
export function boundElsewhere(quantity: Quantity, statement: Passage, sources: Passage[]): Binding | 'here' | null {
  const others = readQuantities(statement).filter(
    ({ start, unit }) => start !== quantity.start && unit === quantity.unit,
  )
  const from = Math.max(
    quantity.start - REACH,
    ...others.flatMap(({ end, start }) => (start < quantity.start ? [end] : [])),
  )
  const to = Math.min(quantity.end + REACH, ...others.flatMap(({ start }) => (start > quantity.start ? [start] : [])))
  const near = statement.tokens.filter(({ start }) => start >= from && start < to)
  const words = new Set(near.filter(isContent).flatMap(partsOf))
  const bindings = sources.flatMap(bindingsIn)
  const own = bindings.filter((one) => isSameAmount(quantity, one.quantity))
  if (own.length === 0 || !isMeasured(quantity)) return null
  const rivals = bindings.filter((one) => !own.includes(one) && one.quantity.unit === quantity.unit)
  // What both are named by tells nothing.
  const isRival = ({ names }: Binding) =>
    own.every((one) => !one.names.isSubsetOf(names) && one.names.difference(names).isDisjointFrom(words)) &&
    own.some((one) => names.difference(one.names).intersection(words).size > 0)
  return rivals.find(isRival) ?? (own.some(({ names }) => names.intersection(words).size > 0) ? 'here' : null)
}
