import { availability, background, contribution, example, figure, method, result } from './cues.ts'
import { splitSentences } from './sentences.ts'
import { shorten, tidy } from './shorten.ts'
import type { Summarize, Summary, SummaryForm, SummaryRequest } from './summarize.ts'

/** Characters: what three lines can hold without pushing a post off a phone's screen. */
const lineLimit = 200

type Sentence = { text: string; position: number }

/** Summaries without a model: sentences of the abstract, chosen and shortened; no word is added. */
export function createExtractive(): Summarize {
  return async (paper, form) => summarizeExtractively(paper, form)
}

export function summarizeExtractively(paper: SummaryRequest, form: SummaryForm): Summary {
  const sentences = splitSentences(paper.abstract)
    .map((raw, index, all) => ({ text: tidy(raw), position: index / all.length }))
    .filter(({ text }) => text.length > 1)
  const lines = form === 'tldr' ? tldr(sentences, paper.title) : threeLines(sentences, paper.title)
  return { lines, by: 'extract', model: null }
}

function tldr(sentences: Sentence[], title: string): string[] {
  const best = bestOf(sentences, (sentence) => saysWhatItIs(sentence, title))
  return best ? [best.text] : []
}

function threeLines(sentences: Sentence[], title: string): string[] {
  const what = bestOf(sentences, (sentence) => saysWhatItIs(sentence, title))
  const outcome = bestOf(without(sentences, what), saysResult)
  const how = bestOf(without(sentences, what, outcome), (sentence) => saysHow(sentence, what))
  return [what, how, outcome].filter((sentence) => sentence !== null).map(({ text }) => shorten(text, lineLimit))
}

function saysWhatItIs({ text, position }: Sentence, title: string): number {
  const opening = contribution.exec(text)
  return (
    (opening ? 3 - opening.index / 60 : 0) +
    2 * sharedWords(text, title) -
    position -
    (background.test(text) ? 1 : 0) -
    (availability.test(text) ? 5 : 0) -
    (text.length < 40 ? 2 : 0)
  )
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

function sharedWords(text: string, title: string): number {
  const words = new Set(title.toLowerCase().match(/\p{L}{4,}/gu))
  if (words.size === 0) return 0
  const own = new Set(text.toLowerCase().match(/\p{L}{4,}/gu))
  return words.intersection(own).size / words.size
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
