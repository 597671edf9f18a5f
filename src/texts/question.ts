import { type Abbreviation, longKey, shortKey } from '../papers/index/abbreviations.ts'
import { stemsOf, type Token, tokenize } from '../papers/index/tokenize.ts'
import { FUNCTION_WORDS } from '../search/interpretation/function-words.ts'
import type { QueryTerm } from '../search/interpretation/query-terms.ts'
import table from './question-words.json' with { type: 'json' }

/** `importance`: how much is missing from an answer without it; a word of no kind has 1. */
export type QuestionTerm = QueryTerm & { importance: number }

/** What the paper at hand writes: every stem in it, and the short forms that it explains. */
export type Wording = { stems: Set<string>; abbreviations: Abbreviation[] }

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
export function readQuestion(question: string, wording: Wording): QuestionTerm[] {
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
