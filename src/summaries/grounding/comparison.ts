import { isContent, type Passage } from './passages.ts'

const comparator =
  /\b(?:out-?perform\w*|surpass\w*|exceed\w*|beats?|beating|overtak\w*|(?:better|worse|faster|slower|larger|smaller|higher|lower|fewer|more|less|stronger|cheaper|superior|inferior)\b[^.;]{0,30}?\b(?:than|to)|improv\w* (?:up)?on|(?:improv|gain|advantage|lead)\w*\b[^;]{0,40}? over|compared (?:to|with)|rather than|instead of|versus|vs\.?|relative to|inferior to)(?![\p{L}])/giu

/** No sentence compares more often; for each one, all before it is looked at. */
const MOST_COMPARISONS = 20

type Sides = { left: Set<string>; right: Set<string>; word: string }

const leftEdge = /[,;:.]\s|\b(?:that|which|and|while|show|shows|demonstrate|demonstrates)\s/gi
const rightEdge = /[,;:.](?:\s|$)|\s(?:on|in|across|by|while|with|for|at|and|when|under|but)\s/i

/** What stands on the two sides of each comparison, within its clause. */
function sidesOf({ text, tokens }: Passage): Sides[] {
  return [...text.matchAll(comparator).take(MOST_COMPARISONS)].flatMap(({ 0: word, index }): Sides[] => {
    const end = index + word.length
    if (/^\s+by\b/.test(text.slice(end))) return []
    const from = [...text.slice(0, index).matchAll(leftEdge)].at(-1)?.index ?? -1
    const to = end + (rightEdge.exec(text.slice(end))?.index ?? text.length)
    const keys = (first: number, last: number) =>
      new Set(
        tokens.filter((token) => token.start > first && token.start < last && isContent(token)).map(({ key }) => key),
      )
    return [{ left: keys(from, index), right: keys(end, to), word }]
  })
}

const isOvertaken = (word: string) => /^(?:worse|slower|inferior|underperform)/i.test(word)

/** The words of a comparison in the summary whose sides the source has the other way round. */
export function swappedSides(summary: Passage, sources: Passage[]): string | null {
  const known = sources.flatMap(sidesOf)
  for (const { left, right, word } of sidesOf(summary)) {
    let [kept, swapped] = [0, 0]
    for (const side of known) {
      if (isOvertaken(side.word) !== isOvertaken(word)) continue
      const straight = Math.min(left.intersection(side.left).size, 3) + Math.min(right.intersection(side.right).size, 3)
      const crossLeft = left.difference(side.left).intersection(side.right).size
      const crossRight = right.difference(side.right).intersection(side.left).size
      kept = Math.max(kept, straight)
      if (crossLeft > 0 && crossRight > 0) swapped = Math.max(swapped, crossLeft + crossRight)
      // “We outperform X” against “X outperforms …”: the loser became the winner.
      else if (crossLeft > 0 && crossRight === 0 && right.intersection(side.right).size === 0)
        swapped = Math.max(swapped, crossLeft)
    }
    if (swapped > 0 && swapped >= kept) return word
  }
  return null
}

/** The word of a comparison in the summary whose two names the source compares the other way round. */
export function swappedNames(summary: Passage, sources: Passage[]): string | null {
  for (const { 0: word, index } of summary.text.matchAll(comparator).take(MOST_COMPARISONS)) {
    if (/^\s+by\b/.test(summary.text.slice(index + word.length))) continue
    const names = summary.tokens.filter(({ text }) => isNamed.test(text))
    const [winner, loser] = [
      names.findLast(({ start }) => start < index),
      names.find(({ start }) => start > index + word.length),
    ]
    if (!winner || !loser || winner.key === loser.key) continue
    const isSaid = sources.some((source) => compares(source, winner.key, loser.key))
    if (!isSaid && sources.some((source) => compares(source, loser.key, winner.key))) return word
  }
  return null
}

// From the first letter or digit alone: from each one, a word without an end would take the square of it.
const isNamed = /^\P{L}*\p{L}.*[\p{Lu}\d]|^\D*\d.*\p{Lu}/u

/** Whether a comparison stands between the two, in this order. */
function compares({ text, tokens }: Passage, first: string, second: string): boolean {
  const from = tokens.find(({ key }) => key === first)?.start
  if (from === undefined) return false
  const to = tokens.find(({ key, start }) => key === second && start > from)?.start
  return to !== undefined && text.slice(from, to).search(comparator) >= 0
}
