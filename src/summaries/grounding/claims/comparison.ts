import { either } from '../../patterns.ts'
import { isContent, oncePerPassage, type Passage } from '../passages.ts'

const comparative = either(
  /better|worse|faster|slower|larger|smaller|higher|lower|fewer|more|less|stronger|weaker|cheaper|superior|inferior/,
)
const comparator = new RegExp(
  `\\b${either(
    /out-?perform\w*|surpass\w*|exceed\w*|beats?|beating|overtak\w*|outdo\w*|underperform\w*/,
    new RegExp(`${comparative}\\b[^.;]{0,30}?\\b(?:than|to)`),
    /improv\w* (?:up)?on|(?:improv|gain|advantage|lead)\w*\b[^;]{0,40}? over|compared (?:to|with)|rather than/,
    /instead of|versus|vs\.?|relative to|inferior to|(?:lag|trail|fall)\w*\b[^.;]{0,12}? behind|behind/,
  )}(?![\\p{L}])`,
  'giu',
)
const effect = new RegExp(
  `\\b${either(
    /lead(?:s|ing)? to|result(?:s|ing)? in|caus(?:es?|ing)|trigger(?:s|ing)?|sets? off|brings? about|gives? rise to|push(?:es)?/,
    /due to|because(?: of)?|stem(?:s|ming)? from|owing to|caused by|driven by|result(?:s|ing)? from|attributed to/,
    /thanks to|aris(?:es?|ing) from|determined by|as a result of|explained by/,
  )}(?![\\p{L}])`,
  'giu',
)
/** “From rough to fine”; ends that are numbers are compared as such. */
const path =
  /(?<=\bfrom\s[^,.;]{3,50}?)\s(?:in)?to\s(?=\D|\d\p{Lu})|(?<=\b(?:replac|swap|substitut|exchang)\w+\s[^,.;]{3,60}?)\s(?:with|by|for)\s/giu
const isTurned = new RegExp(
  `^${either(
    /worse|slower|weaker|inferior|underperform|lag|trail|fall|behind|due|because|stem|owing|caused|driven|results? from/,
    /resulting from|attributed|thanks|aris|determined|as a|explained/,
  )}`,
  'i',
)

/** No sentence compares more often; for each one, all before it is looked at. */
const MOST_RELATIONS = 20

type Kind = 'comparison' | 'cause' | 'path'
type Sides = { left: Set<string>; right: Set<string>; word: string; kind: Kind }

const leftEdge = /[,;:.]\s|\b(?:that|which|and|while|show|shows|demonstrate|demonstrates)\s/gi
const rightEdge = /[,;:.](?:\s|$)|\s(?:on|in|across|by|while|with|for|at|and|when|under|but)\s/i
const amount =
  /^\s+(?:by\b|an? (?:half|third|quarter|fifth|tenth)|\d|half|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve) )/

/** What stands on the two sides of each comparison, within its clause, or of each cause. */
const sidesIn = oncePerPassage((passage: Passage): Sides[] => [
  ...[...passage.text.matchAll(comparator).take(MOST_RELATIONS)]
    .filter(({ 0: word, index }) => !amount.test(passage.text.slice(index + word.length)))
    .map(({ 0: word, index }) => sidesOf(passage, word, index, leftEdge, rightEdge, 'comparison')),
  ...[...passage.text.matchAll(effect).take(MOST_RELATIONS)].map(({ 0: word, index }) =>
    sidesOf(passage, word, index, /[;:]\s/g, /[;:.](?:\s|$)|, (?:while|but)/, 'cause'),
  ),
  ...[...passage.text.matchAll(path).take(MOST_RELATIONS)].map(({ 0: word, index }) =>
    sidesOf(passage, word, index, /\bfrom\b|\b(?:replac|swap|substitut|exchang)\w*/gi, rightEdge, 'path'),
  ),
])

function sidesOf(
  { text, tokens }: Passage,
  word: string,
  start: number,
  before: RegExp,
  after: RegExp,
  kind: Kind,
): Sides {
  const end = start + word.length
  const from = [...text.slice(0, start).matchAll(before)].at(-1)?.index ?? -1
  const to = end + (after.exec(text.slice(end))?.index ?? text.length)
  const keys = (first: number, last: number) => {
    const between = tokens.filter((token) => token.start > first && token.start < last && isContent(token))
    return new Set(between.map(({ key }) => key))
  }
  const [left, right] = [keys(from, start), keys(end, to)]
  return isTurned.test(word) ? { left: right, right: left, word, kind } : { left, right, word, kind }
}

/** The words of a comparison or a cause in the summary whose sides the source has the other way round. */
export function swappedSides(summary: Passage, sources: Passage[]): string | null {
  const known = sources.flatMap(sidesIn)
  for (const { left, right, word, kind } of sidesIn(summary)) {
    let [kept, swapped] = [0, 0]
    for (const side of known.filter((one) => one.kind === kind)) {
      const [sameLeft, sameRight] = [left.intersection(side.left).size, right.intersection(side.right).size]
      kept = Math.max(kept, Math.min(sameLeft, 3) + Math.min(sameRight, 3))
      const crossLeft = left.difference(side.left).intersection(side.right).size
      const crossRight = right.difference(side.right).intersection(side.left).size
      // “We outperform X” against “X outperforms …”: the loser became the winner.
      const isSwapped = crossLeft > 0 && (crossRight > 0 || (sameRight === 0 && kind === 'comparison'))
      if (isSwapped && (kind !== 'cause' || crossLeft + crossRight > 2))
        swapped = Math.max(swapped, crossLeft + crossRight)
    }
    if (swapped > 0 && swapped >= kept) return word
  }
  return null
}
