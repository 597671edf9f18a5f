import { availability, background, example, figure, method, result } from './cues.ts'
import { type Candidate, rank } from './ranker/rank.ts'
import { capitalized, closed, shorten } from './shorten.ts'
import type { Summarize, Summary, SummaryForm, SummaryRequest } from './summarize.ts'

/** Characters: what three lines can hold without pushing a post off a phone's screen. */
const lineLimit = 200

type Sentence = { text: string; position: number }

/** Summaries without a model: sentences of the abstract, chosen and shortened; no word is added. */
export function createExtractive(): Summarize {
  return async (paper, form) => summarizeExtractively(paper, form)
}

export function summarizeExtractively({ abstract, title }: SummaryRequest, form: SummaryForm): Summary {
  const { sentences: ranked, candidates } = rank(abstract, title)
  const sentences = ranked.map(({ text }, index) => ({ text, position: index / ranked.length }))
  const lines = form === 'tldr' ? tldr(sentences, candidates) : threeLines(sentences, candidates)
  return { lines, by: 'extract', model: null }
}

function tldr(sentences: Sentence[], ranked: Candidate[]): string[] {
  if (ranked[0]) return [textOf(ranked[0])]
  return sentences[0] ? [sentences[0].text] : []
}

/** The candidate as one sentence. */
export function textOf({ parts }: Candidate): string {
  const [first, second] = parts.map(({ sentence, start, end }) => sentence.text.slice(start, end))
  if (!second) return closed(capitalized(first ?? ''))
  return `${capitalized(first ?? '').replace(/[\s.!,;:]+$/, '')}; ${closed(uncapitalized(second))}`
}

function uncapitalized(text: string): string {
  return /^(?:We|Our|This|These|That|The|It|Its|In|On|To|For|By|With|From|As|An?|Experiments|Results)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text
}

function threeLines(sentences: Sentence[], ranked: Candidate[]): string[] {
  const chosen = ranked.find(({ parts }) => parts.length === 1)?.parts[0]?.sentence.index ?? 0
  const what = sentences[chosen] ?? null
  const outcome = bestOf(without(sentences, what), saysResult)
  const how = bestOf(without(sentences, what, outcome), (sentence) => saysHow(sentence, what))
  return [what, how, outcome].filter((sentence) => sentence !== null).map(({ text }) => shorten(text, lineLimit))
}

function saysResult({ text, position }: Sentence): number {
  return (
    (result.test(text) ? 2 : 0) +
    (figure.test(text) ? 1.5 : 0) +
    2 * position -
    (background.test(text) ? 1 : 0) -
    (example.test(text) ? 2 : 0) -
    (availability.test(text) ? 5 : 0)
  )
}

function saysHow({ text, position }: Sentence, what: Sentence | null): number {
  const distance = Math.abs(position - (what?.position ?? 0.3))
  const isBefore = what !== null && position < what.position
  return (
    (method.test(text) ? 2 : 0) -
    2 * distance -
    (isBefore ? 2 : 0) -
    (background.test(text) ? 1 : 0) -
    (example.test(text) ? 2 : 0) -
    (availability.test(text) ? 5 : 0)
  )
}

function without(sentences: Sentence[], ...taken: (Sentence | null)[]): Sentence[] {
  return sentences.filter((sentence) => !taken.includes(sentence))
}

function bestOf(sentences: Sentence[], score: (sentence: Sentence) => number): Sentence | null {
  let best: Sentence | null = null
  let bestScore = Number.NEGATIVE_INFINITY
  for (const sentence of sentences) {
    const own = score(sentence)
    if (own > bestScore) [best, bestScore] = [sentence, own]
  }
  return best
}
