import { either } from '../../patterns.ts'
import { isContent, type Passage } from '../passages.ts'

const comparative = either(
  /better|worse|faster|slower|larger|smaller|higher|lower|fewer|more|less|stronger|cheaper|superior|inferior/,
)
const comparator = new RegExp(
  `\\b${either(
    /out-?perform\w*|surpass\w*|exceed\w*|beats?|beating|overtak\w*/,
    new RegExp(`${comparative}\\b[^.;]{0,30}?\\b(?:than|to)`),
    /improv\w* (?:up)?on|(?:improv|gain|advantage|lead)\w*\b[^;]{0,40}? over|compared (?:to|with)|rather than/,
    /instead of|versus|vs\.?|relative to|inferior to|(?:lag|trail|fall)\w*\b[^.;]{0,12}? behind|behind/,
  )}(?![\\p{L}])`,
  'giu',
)

/** No sentence compares more often; for each one, all before it is looked at. */
const MOST_COMPARISONS = 20

type Comparison = { word: string; start: number; end: number }

const comparisonsIn = (text: string): Comparison[] =>
  [...text.matchAll(comparator).take(MOST_COMPARISONS)]
    .map(({ 0: word, index }) => ({ word, start: index, end: index + word.length }))
    .filter(
      ({ end }) =>
        !/^\s+(?:by\b|an? (?:half|third|quarter|fifth|tenth)|\d|one |two |three |five |ten |half)/.test(
          text.slice(end),
        ),
    )

type Sides = { left: Set<string>; right: Set<string>; word: string }

const leftEdge = /[,;:.]\s|\b(?:that|which|and|while|show|shows|demonstrate|demonstrates)\s/gi
const rightEdge = /[,;:.](?:\s|$)|\s(?:on|in|across|by|while|with|for|at|and|when|under|but)\s/i

/** What stands on the two sides of each comparison, within its clause. */
function sidesOf({ text, tokens }: Passage): Sides[] {
  return comparisonsIn(text).map(({ word, start, end }) => {
    const from = [...text.slice(0, start).matchAll(leftEdge)].at(-1)?.index ?? -1
    const to = end + (rightEdge.exec(text.slice(end))?.index ?? text.length)
    const keys = (first: number, last: number) => {
      const between = tokens.filter((token) => token.start > first && token.start < last && isContent(token))
      return new Set(between.map(({ key }) => key))
    }
    const [left, right] = [keys(from, start), keys(end, to)]
    return isOvertaken(word) ? { left: right, right: left, word } : { left, right, word }
  })
}

const isOvertaken = (word: string) => /^(?:worse|slower|inferior|underperform|lag|trail|fall|behind)/i.test(word)

/** The words of a comparison in the summary whose sides the source has the other way round. */
export function swappedSides(summary: Passage, sources: Passage[]): string | null {
  const known = sources.flatMap(sidesOf)
  for (const { left, right, word } of sidesOf(summary)) {
    let [kept, swapped] = [0, 0]
    for (const side of known) {
      const [sameLeft, sameRight] = [left.intersection(side.left).size, right.intersection(side.right).size]
      kept = Math.max(kept, Math.min(sameLeft, 3) + Math.min(sameRight, 3))
      const crossLeft = left.difference(side.left).intersection(side.right).size
      const crossRight = right.difference(side.right).intersection(side.left).size
      // “We outperform X” against “X outperforms …”: the loser became the winner.
      if (crossLeft > 0 && (crossRight > 0 || sameRight === 0)) swapped = Math.max(swapped, crossLeft + crossRight)
    }
    if (swapped > 0 && swapped >= kept) return word
  }
  return null
}
