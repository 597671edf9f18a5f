import { createYielder } from '../core/yield-to-event-loop.ts'
import { parseAbbreviations } from '../papers/index/abbreviations.ts'
import { createStemReader, type ReadText, stemsOf } from '../papers/index/tokenize.ts'
import type { QueryTerm } from '../search/interpretation/query-terms.ts'
import type { Passage, Section } from '../sources/arxiv/outline.ts'
import { type QuestionTerm, readQuestion, type Wording } from './question.ts'

export type FoundPassage = Passage & { section: Section }

/** `terms` are the question’s. `coverage`: how much of the question the best passage holds, 0 to 1. */
export type FoundPassages = { passages: FoundPassage[]; terms: QuestionTerm[]; coverage: number }

/**
 * Below this coverage nothing in a paper answers. Chosen on one half of the questions that `npm run bench:passages`
 * asks, and checked on the other one.
 */
export const LEAST_COVERAGE = 0.28

const MOST = 3
/** BM25, of passages in place of documents. */
const [SATURATION, LENGTH_NORM] = [1.2, 0.5]
/** A word in the title of the section. */
const TITLE = 0.5
/** Forms that mean as good as the word itself count as it. */
const SAME = 0.75

/** The passages that answer a question best, best first. The event loop runs in between. */
export async function findPassages(sections: Section[], question: string): Promise<FoundPassages> {
  const yieldToEventLoop = createYielder()
  const units = sections.flatMap(unitsOf)
  const wording: Wording = { stems: new Set(), abbreviations: [] }
  for (const { text, section } of units) {
    await yieldToEventLoop()
    for (const stem of stemsOf(`${section.title} ${text}`)) wording.stems.add(stem)
    wording.abbreviations.push(...parseAbbreviations(text))
  }
  const terms = readQuestion(question, wording)
  const read = readerOf(terms)
  const titles = new Map(sections.map((section) => [section, read(section.title)]))
  const texts: ReadText[] = []
  for (const { text } of units) {
    await yieldToEventLoop()
    texts.push(read(text))
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  const rarity = terms.map((term) => term.importance * idf(texts, term))
  const whole = rarity.reduce((sum, one) => sum + one, 0)
  const ranked = units.map((passage, at) => {
    const text = texts[at] ?? read('')
    let [score, covered] = [0, 0]
    for (const [index, term] of terms.entries()) {
      const rare = rarity[index] ?? 0
      const inTitle = best(titles.get(passage.section) ?? text, term)
      score += rare * (saturated(frequency(text, term), text.length / length) + TITLE * inTitle)
      covered += rare * Math.max(best(text, term), inTitle)
    }
    return { passage, score, coverage: whole === 0 ? 0 : covered / whole }
  })
  ranked.sort((a, b) => b.score - a.score)
  const found = ranked.slice(0, MOST).filter(({ score }) => score > 0)
  return { passages: found.map(({ passage }) => passage), terms, coverage: found[0]?.coverage ?? 0 }
}

/** Reads texts for what a question asks. */
export const readerOf = (terms: QueryTerm[]) =>
  createStemReader(new Set(terms.flatMap(({ forms }) => forms.flatMap(({ stems }) => stems))))

/** A table is read with its caption. */
export function unitsOf(section: Section): FoundPassage[] {
  const units: FoundPassage[] = []
  for (const passage of section.passages) {
    const last = units.at(-1)
    if (passage.kind === 'table' && last?.kind === 'caption') last.text += `\n${passage.text}`
    else units.push({ ...passage, section })
  }
  return units
}

function idf(texts: ReadText[], term: QueryTerm): number {
  const having = texts.filter((text) => best(text, term) > SAME).length
  return Math.log(1 + (texts.length - having + 0.5) / (having + 0.5))
}

const saturated = (times: number, length: number): number =>
  (times * (SATURATION + 1)) / (times + SATURATION * (1 - LENGTH_NORM + LENGTH_NORM * length))

const frequency = (text: ReadText, { forms }: QueryTerm): number =>
  forms.reduce((sum, { stems, weight }) => sum + weight * countOf(text, stems), 0)

/** The weight of the best form that stands there. */
export const best = (text: ReadText, { forms }: QueryTerm): number =>
  Math.max(0, ...forms.map(({ stems, weight }) => (countOf(text, stems) > 0 ? weight : 0)))

const countOf = ({ stems }: ReadText, [first = '', ...others]: string[]): number =>
  (stems.get(first) ?? []).filter((start) => others.every((one, at) => stems.get(one)?.includes(start + at + 1))).length
