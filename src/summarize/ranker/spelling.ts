import { model } from './model.ts'

/** What is known of a word as it is written; from `weight` on it is the model's, of its `version`. */
export type Spelling = {
  key: string
  /** Enough of the word to find “generalise” again in “generalising”. */
  prefix: string
  isContributionVerb: boolean
  hasCapital: boolean
  version: number
  weight: number
  frequency: number
  wording: number | undefined
  pairs: Map<string, number> | undefined
}

const token = /[\p{L}\p{N}]+/gu
const contributionVerb =
  /^(?:propos|introduc|present|develop|stud|investigat|explor|show|demonstrat|prov|describ|analy|design|learn|provid)/

// Abstracts share most of their words: each spelling is looked up once. Bounded, since names never end.
const spellings = new Map<string, Spelling>()
const mostSpellings = 20_000

/** Calls `found` for each word of the text, with the offset it starts at. */
export function readSpellings(text: string, found: (spelling: Spelling, start: number) => void): void {
  let start = -1
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i)
    // Most sentences are ASCII throughout and need no pattern, which costs an array a word.
    if (code > 127) {
      readAnySpellings(text, start < 0 ? i : start, found)
      return
    }
    if (isAsciiWord(code)) {
      if (start < 0) start = i
    } else if (start >= 0) {
      found(spellingOf(text.slice(start, i)), start)
      start = -1
    }
  }
}

function readAnySpellings(text: string, from: number, found: (spelling: Spelling, start: number) => void): void {
  token.lastIndex = from
  for (let match = token.exec(text); match; match = token.exec(text)) found(spellingOf(match[0]), match.index)
}

const isAsciiWord = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)

function spellingOf(text: string): Spelling {
  const known = spellings.get(text)
  if (known) return known
  const lower = text.toLowerCase()
  const key = root(lower)
  const own: Spelling = {
    key,
    prefix: key.slice(0, 6),
    isContributionVerb: contributionVerb.test(key),
    hasCapital: text !== lower,
    version: 0,
    weight: 0,
    frequency: 0,
    wording: undefined,
    pairs: undefined,
  }
  if (spellings.size >= mostSpellings) spellings.clear()
  spellings.set(text, own)
  return own
}

const root = (word: string) =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word

/** The spelling with what the model has learnt of it. */
export function learnt(spelling: Spelling): Spelling {
  if (spelling.version === model.version) return spelling
  const entry = model.words.lexicon.get(spelling.key)
  spelling.version = model.version
  spelling.weight = entry?.weight ?? 0
  spelling.frequency = entry?.frequency ?? 0
  spelling.wording = model.wording.ngrams.get(spelling.key)
  spelling.pairs = spelling.wording === undefined ? undefined : model.wording.pairs.get(spelling.key)
  return spelling
}
