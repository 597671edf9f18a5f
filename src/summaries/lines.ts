import { dropEvidence } from './clean-sentence.ts'
import {
  availability,
  background,
  type Cue,
  example,
  figure,
  hope,
  leansBack,
  method,
  outlook,
  result,
} from './cues.ts'
import type { RankedWord, Sentence } from './ranker/document.ts'
import { shorten } from './shorten.ts'

/** Characters: what three lines can hold without pushing a post off a phone's screen. */
export const lineLimit = 200

/** Two lines are better than a third one below this. */
const worthShowing = -3.5

/** A sentence as a line would show it; `position` from 0 to 1. */
type Line = {
  text: string
  index: number
  position: number
  words: Set<RankedWord>
  saysResult: boolean
  saysHow: boolean
  /** What makes any sentence a bad line. */
  faults: number
}

/** What a post shows: the sentence that says what the paper is, `chosen`, then how it works, then what came out, with the numbers. */
export function threeLines(sentences: Sentence[], chosen: number): string[] {
  const lines = sentences.map((sentence) => readLine(sentence, sentences.length))
  const what = lines[chosen] ?? null
  const outcome = bestOf(without(lines, what), (line) => asResult(line, what) - repeats(line, what))
  const how = bestOf(
    without(lines, what, outcome),
    (line) => asHow(line, what) - repeats(line, what) - repeats(line, outcome),
  )
  const shown = [what, how, outcome].filter((line) => line !== null)
  return shown.map((line) => (line === outcome ? dropEvidence(line.text) : line.text))
}

function readLine(sentence: Sentence, total: number): Line {
  const text = shorten(sentence.text, lineLimit)
  // What the whole sentence does not say its beginning does not say either.
  const says = (stated: boolean, { pattern }: Cue) => stated && (text === sentence.text || pattern.test(text))
  const faults =
    (says(sentence.statesBackground, background) ? 1 : 0) +
    (says(sentence.isAvailability, availability) ? 5 : 0) +
    (example.test(text) ? 2 : 0) +
    (leansBack.test(text) ? 0.75 : 0) +
    (hope.test(text) ? 3 : 0) +
    (outlook.test(text) ? 1.5 : 0) +
    (/[:?]$/.test(text) ? 2 : 0) +
    (text.endsWith('…') ? 2.5 : 0)
  return {
    text,
    index: sentence.index,
    position: sentence.index / total,
    words: new Set(sentence.words.filter(({ key }, i) => key.length > 3 && (sentence.starts[i] ?? 0) < text.length)),
    saysResult: says(sentence.statesResult, result),
    saysHow: says(sentence.statesMethod, method),
    faults,
  }
}

function asResult(line: Line, what: Line | null): number {
  const { text, saysResult, position, faults } = line
  return (saysResult ? 2 : 0) + (figure.test(text) ? 1.5 : 0) + 2 * position - (isBefore(line, what) ? 2 : 0) - faults
}

function asHow(line: Line, what: Line | null): number {
  const { saysHow, position, faults } = line
  const distance = Math.abs(position - (what?.position ?? 0.3))
  return (saysHow ? 2 : 0) - 2 * distance - (isBefore(line, what) ? 6 : 0) - faults
}

/** What comes before it is seldom about the paper itself. */
const isBefore = ({ index }: Line, what: Line | null) => what !== null && index < what.index

/** A line that says what another one says already is worth little. */
function repeats({ words }: Line, other: Line | null): number {
  if (other === null || words.size === 0) return 0
  const share = words.intersection(other.words).size / Math.min(words.size, other.words.size)
  return share > 0.6 ? 4 * (share - 0.4) : 0
}

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
