import { either } from '../../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from '../passages.ts'

const comparator = new RegExp(
  `\\b${either(
    /(?:out|under)-?perform\w*|surpass\w*|exceed\w*|beats?|versus|relative to|(?:improv|gain)\w*\b[^;]{0,40}? over/,
    /(?:better|worse|faster|slower|larger|smaller|higher|lower|fewer|more|less)\b[^.;]{0,30}?\b(?:than|to)/,
  )}(?!\\p{L})`,
  'giu',
)
const isTurned = /^(?:worse|slower|underperform)/i

/** Words between two sides, and what ends the sides: “A beats B”, “from A to B”. */
type Relation = { word: RegExp; before: RegExp; after: RegExp }

const after = /[,;:.](?:\s|$)|\s(?:on|in|across|by|while|with|for|at|and|when|under|but)\s/i
const comparison: Relation = {
  word: comparator,
  before: /[,;:.]\s|\b(?:that|which|and|while)\s/gi,
  after,
}
const change: Relation = {
  word: /(?<=\bfrom\s[^,;]{2,60}?)\s(?:in)?to\s|(?<=\breplac\w+\s[^,;]{2,60}?)\s(?:with|by)\s/gi,
  before: /\b(?:from|replac\w*)/gi,
  after,
}
/** “Outperforms by 3 points” has no other side. */
const amount = new RegExp(
  '^\\s+(?:by\\b|an? (?:half|third|quarter|fifth|tenth)|\\d|half|' +
    '(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) )',
)

/** No sentence compares more often; for each one, all before it is looked at. */
const MOST_RELATIONS = 20

type Sides = { left: Set<string>; right: Set<string>; word: string; relation: Relation }

/** What stands on the two sides of each comparison and change. */
const sidesIn = oncePerPassage(({ text, tokens }: Passage): Sides[] =>
  [comparison, change].flatMap((relation) =>
    [...text.matchAll(relation.word).take(MOST_RELATIONS)].flatMap(({ 0: word, index }): Sides[] => {
      const end = index + word.length
      if (relation === comparison && amount.test(text.slice(end))) return []
      const from = [...text.slice(0, index).matchAll(relation.before)].at(-1)?.index ?? -1
      const to = end + (relation.after.exec(text.slice(end))?.index ?? text.length)
      const keys = (first: number, last: number) => {
        const between = tokens.filter(({ start }) => start > first && start < last)
        // “From 12 to 6” changes numbers.
        const isSide = (token: GroundingToken) => isContent(token) || (relation === change && /^\d/.test(token.text))
        return new Set(between.filter(isSide).map(({ key }) => key))
      }
      const [left, right] = [keys(from, index), keys(end - 1, to)]
      return [isTurned.test(word) ? { left: right, right: left, word, relation } : { left, right, word, relation }]
    }),
  ),
)

/** The words of a comparison or a change in the summary whose sides the source has the other way round. */
export function swappedSides(summary: Passage, sources: Passage[]): string | null {
  const known = sources.flatMap(sidesIn)
  for (const { left, right, word, relation } of sidesIn(summary)) {
    let [kept, swapped] = [0, 0]
    for (const side of known.filter((one) => one.relation === relation)) {
      const [sameLeft, sameRight] = [left.intersection(side.left).size, right.intersection(side.right).size]
      kept = Math.max(kept, sameLeft + sameRight)
      const crossLeft = left.difference(side.left).intersection(side.right).size
      const crossRight = right.difference(side.right).intersection(side.left).size
      // “We outperform X” against “X outperforms …”: the loser became the winner.
      const isSwapped = crossLeft > 0 && (crossRight > 0 || (sameRight === 0 && relation === comparison))
      if (isSwapped) swapped = Math.max(swapped, crossLeft + crossRight)
    }
    if (swapped > 0 && swapped >= kept) return word
  }
  return null
}
