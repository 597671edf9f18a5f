import { standingOf } from '../papers/standing.ts'
import { clip } from './lines/cut/shorten.ts'
import { threeLines } from './lines/three-lines.ts'
import { cleanSentence } from './lines/wording/clean-sentence.ts'
import { lineLimit } from './lines/wording/limits.ts'
import { bestSentence } from './ranker/rank.ts'
import { splitSentences } from './sentences.ts'
import type { Summarize, Summary, SummaryForm, SummaryRequest } from './summary.ts'

/** Summaries without a model: sentences of the abstract, chosen and shortened; no word is added. */
export function createExtractive(): Summarize {
  return async (paper, form) => summarizeExtractively(paper, form)
}

export function summarizeExtractively(paper: SummaryRequest, form: SummaryForm): Summary {
  const standing = standingOf(paper)
  // What was taken back is told as that alone: its findings do not stand.
  if (standing !== null) return extract([`This paper was ${standing}.`])
  const sentences = splitSentences(paper.abstract)
  if (form === 'tldr') return extract(sentences.length === 0 ? [] : [bestSentence(sentences, paper.title)])
  const lines = threeLines(sentences, paper.title)
  return extract(lines.length > 0 ? lines : (firstSentence(paper.abstract)?.split('\n') ?? []))
}

const extract = (lines: string[]): Summary => ({ lines, by: 'extract', model: null })

/** How the abstract begins, null when it says nothing. */
export function firstSentence(abstract: string): string | null {
  const [first] = splitSentences(abstract)
  return first === undefined ? null : clip(cleanSentence(first), lineLimit) || null
}
