import { capitalized, cleanSentence, withFullStop } from './clean-sentence.ts'
import { hope } from './cues.ts'
import { lineLimit, threeLines } from './lines.ts'
import { type LineCandidate, rankLines } from './ranker/rank.ts'
import { splitSentences } from './sentences.ts'
import { canEnd, shorten } from './shorten.ts'
import type { Summarize, Summary, SummaryForm, SummaryRequest } from './summary.ts'

/** Summaries without a model: sentences of the abstract, chosen and shortened; no word is added. */
export function createExtractive(): Summarize {
  return async (paper, form) => summarizeExtractively(paper, form)
}

export function summarizeExtractively({ abstract, title }: SummaryRequest, form: SummaryForm): Summary {
  const { sentences, candidates } = rankLines(abstract, title)
  if (form === 'tldr') {
    const best = candidates.find(readsWell) ?? candidates[0]
    return extract(best ? [textOf(best)] : sentences.slice(0, 1).map(({ text }) => text))
  }
  return extract(threeLines(sentences, contributionOf(candidates)))
}

/** Index of the sentence that says what the paper is: the best one, unless it only introduces what the authors did. */
function contributionOf(candidates: LineCandidate[]): number {
  const sentences = candidates.flatMap(({ parts: [first, second] }) =>
    first && !second && !hope.test(first.sentence.text) ? [first.sentence] : [],
  )
  const [best] = sentences
  if (!best) return 0
  const stated = sentences.find((sentence) => sentence.statesContribution && !sentence.statesBackground)
  const isIntroduction = !best.statesContribution && stated && best.index < stated.index
  return isIntroduction ? stated.index : best.index
}

const extract = (lines: string[]): Summary => ({ lines, by: 'extract', model: null })

/** The ranker knows what a summary should say, not whether it is a sentence. */
const readsWell = ({ parts }: LineCandidate): boolean =>
  parts.every(({ sentence: { text }, end }) => (end === text.length || canEnd(text, end)) && !hope.test(text))

/** How the abstract begins, null when it says nothing. */
export function firstSentence(abstract: string): string | null {
  const [first] = splitSentences(abstract)
  return first === undefined ? null : shorten(cleanSentence(first), lineLimit) || null
}

/** The candidate as one sentence. */
export function textOf({ parts }: LineCandidate): string {
  const [first, second] = parts.map(({ sentence, start, end }) => sentence.text.slice(start, end))
  if (!second) return withFullStop(capitalized(first ?? ''))
  return `${capitalized(first ?? '').replace(/[\s.!,;:]+$/, '')}; ${withFullStop(uncapitalized(second))}`
}

function uncapitalized(text: string): string {
  return /^(?:We|Our|This|These|That|The|It|Its|In|On|To|For|By|With|From|As|An?|Experiments|Results)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text
}
