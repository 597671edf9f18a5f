import { stemmer } from 'stemmer'

/** A word as it is compared, and its stem. */
export type Word = { word: string; stem: string }

/** Where a word stands in a text. */
type Place = { start: number; end: number }

export type Token = Word & Place

/** What the index, the query and the marking of matches all take for words: `pre-training` is two, `深度` is two. */
export const tokenize = (text: string): Token[] =>
  locateWords(text).map(({ written, start, end }) => ({ ...foldWord(written), start, end }))

/** The same, as they are written; most need no stem, which costs more than finding them. */
export function locateWords(text: string): (Place & { written: string })[] {
  const found: (Place & { written: string })[] = []
  for (const { 0: written, index: start } of text.matchAll(patternFor(text)))
    found.push({ written, start, end: start + written.length })
  return found
}

/** The same without the places, which costs a third. */
export const readWords = (text: string): Word[] => text.match(patternFor(text))?.map(foldWord) ?? []

/** Where each wanted stem stands in a text, and each word that has one, counted in words. */
export type ReadText = { length: number; stems: Map<string, number[]>; words: Map<string, number[]> }

/** Reads texts for these stems alone: what begins differently is not looked at, which leaves one word in twenty. */
export function createStemReader(wanted: Set<string>): (text: string) => ReadText {
  const mayBegin = wordsThatMayHave(wanted)
  return (text) => {
    const all = text.match(patternFor(text)) ?? []
    const [stems, words] = [new Map<string, number[]>(), new Map<string, number[]>()]
    for (let at = 0; at < all.length; at += 1) {
      const written = all[at] ?? ''
      if (!mayBegin(written)) continue
      const { word, stem } = foldWord(written)
      if (!wanted.has(stem)) continue
      addPlace(stems, stem, at)
      addPlace(words, word, at)
    }
    return { length: all.length, stems, words }
  }
}

export function addPlace<Place>(places: Map<string, Place[]>, term: string, at: Place): void {
  const known = places.get(term)
  if (known) known.push(at)
  else places.set(term, [at])
}

export const wordsOf = (text: string): string[] => readWords(text).map(({ word }) => word)

export const stemsOf = (text: string): string[] => readWords(text).map(({ stem }) => stem)

export const stemOf = (word: string): string => foldWord(word).stem

const patternFor = (text: string): RegExp => (ASCII.test(text) ? ASCII_WORD : WORD)

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/
/** `'s` belongs to the word before it and says nothing. */
const ASCII_WORD = /[a-z0-9]+(?:\+\+)?(?:'s(?![a-z]))?/gi
// Chinese, Japanese and Korean write no spaces: a character is a word, and several are a phrase.
const CJK = String.raw`[[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]--\p{M}]`
const LETTERS_OF_WORDS = String.raw`[[\p{L}\p{N}]--${CJK}][[\p{L}\p{N}\p{M}]--${CJK}]*`
const WORD = new RegExp(String.raw`${CJK}|${LETTERS_OF_WORDS}(?:\+\+)?(?:['’]s(?!\p{L}))?`, 'gv')

// A hundred abstracts are read to rank one answer; their words repeat.
const folded = new Map<string, Word>()
const KEPT_WORDS = 50_000
/** Characters that words differ in. PostgreSQL takes words of 2,046 bytes at most. */
const LONGEST_WORD = 200

function foldWord(text: string): Word {
  const known = folded.get(text)
  if (known) return known
  const written = text.slice(0, LONGEST_WORD).replace(/['’]s$/i, '')
  // Of letters that are a space and a mark (ͺ) nothing is left.
  const word = fold(written).replaceAll(' ', '') || written
  if (folded.size >= KEPT_WORDS) folded.clear()
  const fresh = { word, stem: /^[a-z]{3,}$/.test(word) ? stemmer(word) : word }
  folded.set(text, fresh)
  return fresh
}

// Stemming changes the end of a word: the first two letters stay, or the only one. `| 32` makes ASCII letters small.
function beginningsOf(stems: Set<string>): Uint8Array {
  const beginnings = new Uint8Array(128 * 128)
  for (const stem of stems) {
    const first = stem.charCodeAt(0) | 32
    if (first >= 128) continue
    if (stem.length === 1) beginnings.fill(1, first * 128, (first + 1) * 128)
    // Where the second is no letter, as in `c++`, the first decides.
    else for (const second of [stem.charCodeAt(1) | 32, NO_LETTER]) beginnings[first * 128 + second] = 1
  }
  return beginnings
}

const NO_LETTER = 32

/** Of the code of a character that was made small. */
const isAlphanumeric = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57)

/** Tells of a written word whether it may have one of the stems, by how it begins. */
export function wordsThatMayHave(stems: Set<string>): (written: string) => boolean {
  const beginnings = beginningsOf(stems)
  return (written) => {
    const [first, second] = [written.charCodeAt(0) | 32, written.charCodeAt(1) | 32]
    // Accents and other scripts are folded first.
    if (first >= 128 || second >= 128) return true
    return beginnings[first * 128 + (isAlphanumeric(second) ? second : NO_LETTER)] === 1
  }
}

/** One spelling for one word: no case, no accents, Greek letters by name, `c++` as `cpp`. */
function fold(text: string): string {
  const lower = text.toLowerCase().replace('++', 'pp')
  if (ASCII.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[α-ωłøđðßæœı]/g, (letter) => LETTERS[letter] ?? letter)
}

const LETTERS: Record<string, string> = {
  ...Object.fromEntries(
    // Sigma has two forms.
    `alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon
      phi chi psi omega`
      .split(/\s+/)
      .map((name, index) => [String.fromCharCode(0x3b1 + index), name]),
  ),
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}
