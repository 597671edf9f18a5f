import { availability, background, example, figure, leansBack, method, outlook, result } from './cues.ts'
import { shorten } from './shorten.ts'
import { dropEvidence } from './tidy.ts'

/** Characters: what three lines can hold without pushing a post off a phone's screen. */
export const lineLimit = 200

/** Two lines are better than a third one below this. */
const worthShowing = -3.5

/** A sentence as a line would show it; `position` from 0 to 1. */
type Line = { text: string; index: number; position: number; words: Set<string> }

/** What a post shows: the sentence that says what the paper is, `chosen`, then how it works, then what came out, with the numbers. */
export function threeLines(sentences: string[], chosen: number): string[] {
  const lines = sentences.map((sentence, index): Line => {
    const text = shorten(sentence, lineLimit)
    return { text, index, position: index / sentences.length, words: wordsOf(text) }
  })
  const what = lines[chosen] ?? null
  const outcome = bestOf(without(lines, what), (line) => saysResult(line) - repeats(line, what))
  const how = bestOf(
    without(lines, what, outcome),
    (line) => saysHow(line, what) - repeats(line, what) - repeats(line, outcome),
  )
  const shown = [what, how, outcome].filter((line) => line !== null)
  return shown.map((line) => (line === outcome ? dropEvidence(line.text) : line.text))
}

function saysResult(line: Line): number {
  return (result.test(line.text) ? 2 : 0) + (figure.test(line.text) ? 1.5 : 0) + 2 * line.position - faultsOf(line)
}

function saysHow(line: Line, what: Line | null): number {
  const distance = Math.abs(line.position - (what?.position ?? 0.3))
  const isBefore = what !== null && line.index < what.index
  return (method.test(line.text) ? 2 : 0) - 2 * distance - (isBefore ? 2 : 0) - faultsOf(line)
}

/** What makes any sentence a bad line. */
function faultsOf({ text }: Line): number {
  return (
    (background.test(text) ? 1 : 0) +
    (example.test(text) ? 2 : 0) +
    (availability.test(text) ? 5 : 0) +
    (leansBack.test(text) ? 0.75 : 0) +
    (outlook.test(text) ? 1 : 0) +
    (/^\(?\d+\)|[:?]$/.test(text) ? 2 : 0) +
    (text.endsWith('…') ? 2.5 : 0)
  )
}

/** A line that says what another one says already is worth little. */
function repeats({ words }: Line, other: Line | null): number {
  if (other === null || words.size === 0) return 0
  const share = words.intersection(other.words).size / Math.min(words.size, other.words.size)
  return share > 0.6 ? 4 * (share - 0.4) : 0
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [])

const without = (lines: Line[], ...taken: (Line | null)[]): Line[] => lines.filter((line) => !taken.includes(line))

function bestOf(lines: Line[], score: (line: Line) => number): Line | null {
  let best: Line | null = null
  let bestScore = worthShowing
  for (const line of lines) {
    const own = score(line)
    if (own > bestScore) [best, bestScore] = [line, own]
  }
  return best
}
