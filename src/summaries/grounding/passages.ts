import { either, wordSet } from '../patterns.ts'
import { splitSentences } from '../sentences.ts'

/** A word of a text: as written, and what it is compared by. */
export type GroundingToken = { text: string; key: string; start: number }

export type Passage = { text: string; tokens: GroundingToken[] }

// “GPT-4o”, “10.5”, “1,000”, “state-of-the-art” are one token each.
const word = new RegExp(
  either(
    /\p{L}[\p{L}\p{N}]*(?:[-‐‑–'’.+/](?=[\p{L}\p{N}])[\p{L}\p{N}]+)*\+*/u,
    /\d[\p{L}\p{N}]*(?:[.,](?=\d)\d+)*[\p{L}]*(?:[-‐‑](?=\p{L})[\p{L}\p{N}]+)*/u,
  ),
  'gu',
)

/** Characters. A sentence is shorter, and each of its words is compared with each of another. */
const LONGEST_PASSAGE = 3_000

export function readPassage(whole: string): Passage {
  const text = whole.slice(0, LONGEST_PASSAGE)
  const found = [...text.matchAll(word)]
  return { text, tokens: found.map(({ 0: own, index }) => ({ text: own, key: keyOf(own), start: index })) }
}

/** Reads of each passage once what several checks, and each pair of passages, ask of it. */
export function oncePerPassage<Read extends object>(read: (passage: Passage) => Read): (passage: Passage) => Read {
  const known = new WeakMap<Passage, Read>()
  return (passage) => {
    const found = known.get(passage) ?? read(passage)
    known.set(passage, found)
    return found
  }
}

/** No abstract has more sentences; each one is compared with each of a summary. */
const MOST_PASSAGES = 100

export const readPassages = (text: string): Passage[] => splitSentences(text).slice(0, MOST_PASSAGES).map(readPassage)

const ending = new RegExp(
  `${either(
    /izations?|izing|ized|izes|ize|ational|ations?|ating|ated|ates|ate|ities|ity|ively|ives?|ingly|ings?|edly|ed/,
    /ies|ically|ical|ics?|ally|al|ments?|ness|ers?|ors?|ions?|ly|es|e|s|y/,
  )}$`,
)

/**
 * Inflections of a word share a key: “reduces”, “reducing” and “reduction”; “generalise” and “generalization”. Porter's
 * stemmer keeps the last two apart.
 */
function keyOf(text: string): string {
  const lower = text
    .toLowerCase()
    .replace(/['’]s?$/, '')
    .replace(/[‐‑–]/g, '-')
  if (/\d/.test(lower) || lower.length < 5) return lower.replace(/(?<=\p{L}{2})s$/u, '')
  const bare = lower.replace(/is(?=e|ing|ation|ed)/g, 'iz').replace(ending, '')
  return bare.length >= 3 ? bare.replace(/(.)\1$/, '$1') : lower
}

/** Written with a capital though no sentence begins there: a name. */
export const isCapitalized = ({ text }: Passage, { text: word, start }: GroundingToken): boolean =>
  /^\p{Lu}/u.test(word) && start > 0 && !/[.:]\s*$/.test(text.slice(Math.max(0, start - 5), start))

/** Words that carry a meaning of their own, by key. */
export const isContent = ({ key, text }: GroundingToken): boolean =>
  text.length > 2 &&
  !functionWords.has(text.toLowerCase()) &&
  (!/^\d/.test(key) || /^\d+\p{Lu}[\p{L}-]*\p{L}$/u.test(text))

const functionWords = wordSet(
  'the and for with from that this these those its their our your his her into onto over under than then when where',
  'which while who whom whose how why what are was were been being has have had having does did can could may might',
  'must shall should will would not nor but yet also both each either neither only such some any all more most less',
  'least very much many few own same other another between among within without across through during before after',
  'about against per via using use used based new novel paper work study article authors author propose proposes',
  'proposed introduce introduces introduced present presents presented show shows shown describe describes approach',
  'method methods approaches model models they them there here one two three it is we us he she do be by on in at to',
  'of as an or if so up out off no itself themselves',
)
