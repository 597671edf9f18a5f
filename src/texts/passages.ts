import { createYielder } from '../core/yield-to-event-loop.ts'
import { type Abbreviation, longKey, parseAbbreviations, shortKey } from '../papers/index/abbreviations.ts'
import { createStemReader, type ReadText, stemsOf, type Token, tokenize } from '../papers/index/tokenize.ts'
import { FUNCTION_WORDS } from '../search/interpretation/function-words.ts'
import type { QueryTerm } from '../search/interpretation/query-terms.ts'
import type { Passage, Section } from '../sources/arxiv/outline.ts'
import table from './question-words.json' with { type: 'json' }

export type FoundPassage = Passage & { section: Section }

/** `terms` are the question’s. `coverage`: how much of the question the best passage holds, 0 to 1. */
type FoundPassages = { passages: FoundPassage[]; terms: QuestionTerm[]; coverage: number }

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

/** `importance`: how much is missing from an answer without it; a word of no kind has 1. */
export type QuestionTerm = QueryTerm & { importance: number }

/** What the paper at hand writes: every stem in it, and the short forms that it explains. */
type Wording = { stems: Set<string>; abbreviations: Abbreviation[] }

/** Questions are asked with them, and no answer is found by them. */
const ASKING = new Set(table.asking.join(' ').split(' '))
/** Every paper could be asked about them, and may answer in other words. */
const GENERIC = new Set(stemsOf(table.generic.join(' ')))
/** What people ask of papers, in the words that a paper may write instead; `weight`: how much another one says. */
const TOPICS = Object.entries(table.topics).map(([words, weight]) => ({ weight, stems: new Set(stemsOf(words)) }))

const IMPORTANCE = { generic: 0.35, topical: 0.8, name: 1.5 }
/** How much a word says that begins as the one that was asked: “hills” for “hilly”. */
const AKIN = 0.7

/** The words of a question that an answer may hold, in the paper’s own wording, too. */
function readQuestion(question: string, wording: Wording): QuestionTerm[] {
  const words = tokenize(question).filter(({ word }) => !FUNCTION_WORDS.has(word) && !ASKING.has(word))
  const asked = new Set(stemsOf(question))
  const distinct = [...new Map(words.map((word) => [word.stem, word])).values()]
  return distinct.map((token) => {
    const related = relatedStems(token.stem)
    const forms = [
      { stems: [token.stem], weight: 1 },
      ...otherForms(token, asked, wording.abbreviations),
      ...[...related, ...akinTo(token.stem, wording.stems)].map(([stem, weight]) => ({ stems: [stem], weight })),
    ]
    const isName = token.start > 0 && /\p{Lu}/u.test(question.slice(token.start, token.end))
    const kind = GENERIC.has(token.stem) ? 'generic' : related.size > 0 ? 'topical' : isName ? 'name' : null
    return { in: 'any', forms, words: [token.word], papers: 0, importance: kind ? IMPORTANCE[kind] : 1 }
  })
}

function relatedStems(stem: string): Map<string, number> {
  const related = new Map<string, number>()
  for (const { weight, stems } of TOPICS.filter((topic) => topic.stems.has(stem)))
    for (const other of stems) related.set(other, Math.max(weight, related.get(other) ?? 0))
  related.delete(stem)
  return related
}

/** The long form of a short one, and the short form of a long one that the question spells out. */
function otherForms({ word, stem }: Token, asked: Set<string>, abbreviations: Abbreviation[]): QueryTerm['forms'] {
  return abbreviations.flatMap(({ short, long }) => {
    const stems = longKey(long).split(' ')
    if (shortKey(short) === word) return [{ stems, weight: 1 }]
    const isSpeltOut = stems.includes(stem) && stems.every((one) => asked.has(one))
    return isSpeltOut ? [{ stems: stemsOf(shortKey(short)), weight: 1 }] : []
  })
}

function akinTo(stem: string, stems: Set<string>): [string, number][] {
  if (stems.has(stem) || !/^[a-z]{4,}$/.test(stem)) return []
  const isAkin = (other: string) =>
    other.length >= 4 && Math.abs(other.length - stem.length) <= 3 && (other.startsWith(stem) || stem.startsWith(other))
  return [...stems].filter(isAkin).map((other) => [other, AKIN])
}
