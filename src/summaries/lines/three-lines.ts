import { anyOf } from '../patterns.ts'
import { hasVerb } from './can-end.ts'
import { cleanSentence, dropEvidence } from './clean-sentence.ts'
import {
  availability,
  background,
  contribution,
  figure,
  finding,
  hope,
  introduction,
  measured,
  method,
  outlook,
  praise,
  proposal,
  result,
  setting,
  studied,
} from './cues.ts'
import { namesOfItems } from './enumeration.ts'
import { nameSubject } from './name-subject.ts'
import { isEnglish, linesOfOtherLanguage } from './other-languages.ts'
import { paperName } from './paper-name.ts'
import { clip, lineLimit, shorten } from './shorten.ts'

/** A line with a lower score is left out. */
const worthShowing = 0.4

/** A sentence as a line would show it; `position` from 0 to 1. */
type Line = {
  text: string
  index: number
  position: number
  words: Set<string>
  figures: number
  says: { contribution: boolean; proposal: boolean; name: boolean; how: boolean; result: boolean }
  /** What speaks against the sentence as any of the lines. */
  faults: number
}

/** The lines of a post, of what stands alone: what the paper is, how it works, the result with its numbers. */
export function threeLines(abstract: string[], title: string): string[] {
  const sentences = abstract.map((sentence) =>
    cleanSentence(sentence.length > lineLimit ? (namesOfItems(sentence) ?? sentence) : sentence),
  )
  if (!isEnglish(sentences.join(' ').slice(0, 1_000)))
    return linesOfOtherLanguage(sentences).map((line) => clip(line, lineLimit))
  const name = paperName(title, sentences)
  const context = {
    sentences,
    name,
    first: sentences.findIndex((sentence) => proposal.test(sentence)),
    introduces: sentences.some((sentence) => introduction.test(sentence)),
  }
  const readFrom = (start: number) =>
    abstract.slice(start).flatMap((sentence, index) => readLine(sentence, start + index, context) ?? [])
  // What stands before the sentence that says what is new is seldom about the paper, unless that comes late.
  const told = readFrom(context.first < sentences.length / 2 ? Math.max(0, context.first) : 0)
  const lines = told.length > 1 ? told : readFrom(0)
  const what = bestOf(lines, asWhat)
  const outcome = bestOf(without(lines, what), (line) => asResult(line, what) - repeats(line, what))
  const how = bestOf(
    without(lines, what, outcome),
    (line) => asHow(line, what) - repeats(line, what) - repeats(line, outcome),
  )
  const shown = [what, how, outcome].filter((line) => line !== null)
  return (shown.length > 0 ? shown : lines.slice(0, 1)).map(({ text }) => text)
}

/** `first`: the index of the sentence that says what is new; -1 for none. */
type Context = { sentences: string[]; name: string | null; first: number; introduces: boolean }

function readLine(whole: string, index: number, { sentences, name, first, introduces }: Context): Line | null {
  if (availability.test(whole)) return null
  const sentence = sentences[index] ?? ''
  const named = nameSubject(dropEvidence(sentence), sentences[index - 1], name)
  const text = shorten(named)
  if (text === null || text.length < 30 || (text.length < 60 && !hasVerb(text))) return null
  const announced =
    /^in this (?:paper|work|study|report)\b/i.test(whole) || (name !== null && named.startsWith(`${name} is a`))
  const faults =
    (setting.test(text) || (background.test(text) && (first < 0 || index < first)) ? (reported(text) > 1 ? 1 : 2) : 0) +
    (hope.test(text) ? 3 : 0) +
    (pointedBack.test(sentence) ? 1 : 0) +
    (outlook.test(sentence) || praise.test(text) ? 1.5 : 0)
  return {
    text,
    index,
    position: index / sentences.length,
    words: new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu)),
    figures: reported(text),
    says: {
      contribution: contribution.test(text) || studied.test(text) || announced,
      proposal: proposal.test(text) || (announced && !introduces),
      name: name !== null && !name.startsWith('the ') && text.includes(name),
      how: method.test(text),
      result: result.test(sentence) || finding.test(sentence),
    },
    faults,
  }
}

/** A sentence about the one before it, which may not be shown. */
const pointedBack =
  /^(?:This|These) (?!(?:[\w-]+ )?(?:paper|work|study|report|survey|review|method|approach|framework|model|design)\b)/

/** How much a sentence reports in numbers: percentages and points more than counts. */
function reported(text: string): number {
  if (measured.test(text)) return 2
  return figure.test(text) && !composition.test(text) ? 1 : 0
}

/** What data is made of is no result. */
const composition = anyOf(
  /\b(?:contain|compris|consist|span|cover|includ|curat|collect|construct|annotat|assembl)\w*\b.*\d/,
  /\d\S* (?:[\w-]+ )?(?:pairs|samples|videos|images|tokens)\b/,
)

const points = (value: boolean, worth: number) => (value ? worth : 0)

function asWhat({ says, position, faults }: Line): number {
  return points(says.contribution, 2) + points(says.proposal, 1.5) + points(says.name, 1) + 1 - position - 1.5 * faults
}

function asResult(line: Line, what: Line | null): number {
  const { says, position, faults, figures, text } = line
  const fromPaper = isBefore(line, what) ? -2.5 : 0
  return (
    points(says.result, 1) +
    1.5 * figures +
    points(says.name, 0.5) +
    position +
    fromPaper -
    points(says.proposal && figures < 2, 1) -
    points(figures < 2 && composition.test(text), 1) -
    faults
  )
}

function asHow(line: Line, what: Line | null): number {
  const { says, position, faults } = line
  const distance = position - (what?.position ?? 0.3)
  return points(says.how, 1.5) + points(says.name, 0.5) + 1 - 1.5 * distance - points(isBefore(line, what), 6) - faults
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
