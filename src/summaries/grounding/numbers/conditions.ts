import { contentOf, overlapOf } from '../alignment.ts'
import { isContent, oncePerPassage, type Passage } from '../passages.ts'
import type { Located, Quantity } from '../quantities/quantity.ts'
import { readQuantities } from '../quantities/read-quantities.ts'
import { isSameAmount } from '../quantities/same-amount.ts'
import type { Source } from '../source.ts'

/** Words of a passage, as written and by key. */
type Phrase = { text: string; words: Set<string> }

function phraseOf({ text, tokens }: Passage, from: number, to: number): Phrase {
  const inside = tokens.filter((token) => token.start >= from && token.start < to && isContent(token))
  return { text: text.slice(from, to), words: new Set(inside.map(({ key }) => key)) }
}

const reference = new RegExp(
  '\\b(?:than|over|compared (?:to|with|against)|relative to|versus|vs\\.?|against|that of|that for|what|' +
    '(?:outperform|surpass|exceed|beat)\\w*)\\s',
  'gi',
)
const noReference = /^(?:\d|an? (?:half|third|quarter)|half|\$|~)/
const referenceEnd =
  /[,;:.()](?=\s|$)|\s(?:while|and|with|on|for|in|by|at|across|when|which|under|without|achiev\w*|us(?:es|ed|ing))\s/
/** Characters between a number and what it is compared with, before or behind it; of what it is compared with. */
const [BEFORE, BEHIND, LONGEST] = [70, 90, 80]
/** No sentence compares more often. */
const MOST_REFERENCES = 20

/** “3.4 points over BERT”, “compared to BERT, … 3.4 points”: each number with what it is compared with. */
const referencesIn = oncePerPassage((passage: Passage): { quantity: Quantity; to: Phrase }[] => {
  const { text } = passage
  const quantities = readQuantities(passage).filter((one) => one.unit !== null || /\d/.test(one.text))
  return [...text.matchAll(reference).take(MOST_REFERENCES)].flatMap(({ 0: word, index }) => {
    const from = index + word.length
    if (noReference.test(text.slice(from))) return []
    const end = from + (referenceEnd.exec(text.slice(from, from + LONGEST))?.index ?? LONGEST)
    const isFirst =
      /^(?:out|surpass|exceed|beat)/i.test(word) ||
      (/^(?:compared|relative)/i.test(word) && /(?:^|[,;]\s|\band\s)$/i.test(text.slice(0, index)))
    const quantity = isFirst
      ? quantities.find(({ start }) => start >= end && start - end < BEHIND)
      : quantities.findLast((one) => one.end <= index && index - one.end < BEFORE)
    const isApart = quantity && !isFirst && /;|\b(?:and|while)\b/.test(text.slice(quantity.end, index))
    const to = phraseOf(passage, from, end)
    return quantity && !isApart && to.words.size > 0 ? [{ quantity, to }] : []
  })
})

/** An objection where the source compares the number with something else, and something else with this. */
export function comparedOtherwise(quantity: Quantity, statement: Passage, { passages }: Source): string | null {
  const said = referencesIn(statement).find((one) => one.quantity === quantity)
  if (!said) return null
  const known = passages.flatMap(referencesIn)
  const held = known.filter((one) => isSameAmount(quantity, one.quantity))
  const [first] = held
  if (!first || held.some(({ to }) => !to.words.isDisjointFrom(said.to.words))) return null
  const isOthers = known.some((one) => !held.includes(one) && !one.to.words.isDisjointFrom(said.to.words))
  return isOthers ? `The abstract compares ${quantity.text} with “${first.to.text}”, not with “${said.to.text}”.` : null
}

const frame =
  /^(?:On|In|For|Across|At|Over|Within)\s[^,]{8,120}?(?:, [^,]{2,40}?)*?(?:,? and [^,]{2,60})?,\s(?!(?:and|or)\s)/
/** What a sentence must share with the frame, in words of one sentence alone, to be about it; the share of others. */
const [LEAST, OTHERS] = [1.2, 0.25]

/** An objection where no sentence that holds the number is about “On GSM8K, …”, and another sentence is. */
export function framedOtherwise(
  quantity: Quantity,
  statement: Passage,
  same: Located[],
  { passages, weights }: Source,
): string | null {
  const found = frame.exec(statement.text)?.[0] ?? ''
  if (quantity.start < found.length || same.length === 0 || !/\d/.test(quantity.text)) return null
  if (quantity.unit === null && !quantity.text.includes('.')) return null
  const { words } = phraseOf(statement, 0, found.length)
  const sharedWith = (passage: Passage) => overlapOf(words, contentOf(passage), weights)
  const best = Math.max(0, ...passages.map(sharedWith))
  if (best < LEAST || same.some(({ passage }) => sharedWith(passage) > OTHERS * best)) return null
  return `The abstract does not give ${quantity.text} “${found.replace(/,\s$/, '')}”.`
}
