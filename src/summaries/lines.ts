import { dropEvidence } from './clean-sentence.ts'
import {
  availability,
  background,
  type Cue,
  example,
  figure,
  hope,
  method,
  outlook,
  refersBack,
  result,
} from './cues.ts'
import type { Sentence } from './ranker/document.ts'
import type { RankedWord } from './ranker/words.ts'
import { shorten } from './shorten.ts'

/** Characters: what three lines can hold without pushing a post off a phone's screen. */
export const lineLimit = 200

/** A line with a lower score is left out. */
const worthShowing = -3.5

/** A sentence as a line would show it; `position` from 0 to 1. */
type Line = {
  text: string
  index: number
  position: number
  words: Set<RankedWord>
  saysResult: boolean
  saysHow: boolean
  /** What speaks against the sentence as any of the lines. */
  faults: number
}

/** The lines of a post: the sentence `chosen` for what the paper is, then how it works, then the result. */
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
  // A cue that the whole sentence lacks is not in its beginning either.
  const says = (stated: boolean, { pattern }: Cue) => stated && (text === sentence.text || pattern.test(text))
  const faults =
    (says(sentence.statesBackground, background) ? 1 : 0) +
    (says(sentence.isAvailability, availability) ? 5 : 0) +
    (example.test(text) ? 2 : 0) +
    (refersBack.test(text) ? 0.75 : 0) +
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

/** Sentences before it are seldom about the paper itself. */
const isBefore = ({ index }: Line, what: Line | null) => what !== null && index < what.index

/** The penalty of a line that shares most of its words with another one. */
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
