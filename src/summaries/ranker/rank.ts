import { readFileSync } from 'node:fs'
import { shorten } from '../lines/cut/shorten.ts'
import { cleanSentence } from '../lines/wording/clean-sentence.ts'
import { hope } from '../lines/wording/cues.ts'
import { type Document, readDocument, type Word } from './words.ts'

/** A number adds the weight of the bin it falls in. */
export type Bins = { cuts: number[]; weights: number[] }

/** `columns`: in the order of `featuresOf`; `words`: by key. */
export type Model = { columns: Bins[]; words: Record<string, number> }

// Written by our own program, so it is not validated.
const model = JSON.parse(readFileSync(new URL('model.json', import.meta.url), 'utf8')) as Model
const weights = new Map(Object.entries(model.words))

/** People's summaries of papers in one sentence are about this many words long. */
const USUAL_LENGTH = 20
/** A summary seldom says a word twice. */
const REPEATED = 0.4
/** Words: a longer sentence is shortened as a line is. */
const LONG = 42

/** The sentence, cleaned, that is worded most like what people write of a paper in one. */
export function bestSentence(sentences: string[], title: string): string {
  const texts = sentences.map(cleanSentence).filter((text) => text.length > 1)
  const document = readDocument(texts, title)
  const chances = new Map(document.words.map((word) => [word, chanceOf(word, document)]))
  const scores = document.sentences.map((words, i) => expectedF1(words, chances) - (hope.test(texts[i] ?? '') ? 1 : 0))
  const best = scores.indexOf(Math.max(...scores))
  const text = texts[best] ?? ''
  if ((document.sentences[best]?.length ?? 0) <= LONG) return text
  const plain = text.replace(/ \([^()]*\)/g, '')
  return shorten(plain) ?? plain
}

/** The ROUGE-1 to be expected of the sentence as the summary. */
function expectedF1(words: Word[], chances: Map<Word, number>): number {
  const said = new Set<Word>()
  let overlap = 0
  for (const word of words) {
    overlap += (chances.get(word) ?? 0) * (said.has(word) ? REPEATED : 1)
    said.add(word)
  }
  return (2 * overlap) / (words.length + USUAL_LENGTH)
}

/** How probable it is that a person's summary of this abstract uses the word. */
function chanceOf(word: Word, document: Document): number {
  let logit = weights.get(word.key) ?? 0
  for (const [column, value] of featuresOf(word, document).entries()) logit += weightIn(model.columns[column], value)
  return 1 / (1 + Math.exp(-logit))
}

function weightIn(bins: Bins | undefined, value: number): number {
  if (!bins) return 0
  let bin = 0
  while (bin < bins.cuts.length && value >= (bins.cuts[bin] ?? 0)) bin++
  return bins.weights[bin] ?? 0
}

/** What the probability of a word is read from. */
export function featuresOf(word: Word, { sentences, contributionIndex }: Document): number[] {
  const { count, titlePlace, sentences: holding, contributions, results, backgrounds } = word
  const [first = 0] = holding
  const isContribution = contributionIndex >= 0 && holding.includes(contributionIndex)
  return [
    count,
    titlePlace,
    (titlePlace >= 0 ? 2 : 0) + (titlePlace > -2 ? 4 : 0) + (isContribution ? 1 : 0),
    first === 0 ? 1 : 0,
    holding.at(-1) === sentences.length - 1 ? 1 : 0,
    word.isName ? 1 : 0,
    first / sentences.length,
    word.afterVerb,
    word.contributionPlace,
    contributions,
    results / holding.length,
    backgrounds / holding.length,
    word.earliest,
    word.besideTitle / count,
    word.inTitlePair,
    word.key.length,
    contributionIndex < 0 ? -99 : first - contributionIndex,
    holding.length,
  ]
}
