import { stemmer } from 'stemmer'

/** A word as it is compared, and its stem. */
export type Word = { word: string; stem: string }

/** Where a word stands in a text. */
type Place = { start: number; end: number }

export type Token = Word & Place

/** What the index, the query and the marking of matches all take for words: `pre-training` is two, `深度` is two. */
export const tokenize = (text: string): Token[] =>
  locateWords(text).map(({ start, end }) => ({ ...foldWord(text.slice(start, end)), start, end }))

/** Where they stand. Most need no stem, which costs more than finding them. */
export function locateWords(text: string): Place[] {
  const found: Place[] = []
  eachWord(text, (start, end) => found.push({ start, end }))
  return found
}

export function readWords(text: string): Word[] {
  const found: Word[] = []
  eachWord(text, (start, end) => found.push(foldWord(text.slice(start, end))))
  return found
}

function eachWord(text: string, visit: (start: number, end: number) => void): void {
  for (let at = 0; at < text.length; ) {
    const start = at
    let code = codeAt(text, at)
    for (; code > 0 && code < OTHER; code = codeAt(text, at)) at += 1
    if (code === OTHER) {
      WORD.lastIndex = start
      if (WORD.test(text)) at = WORD.lastIndex
    }
    if (at > start) visit(start, at)
    else at += 1
  }
}

/** Where each wanted stem stands in a text, and each word that has one, counted in words. */
export type ReadText = { length: number; stems: Map<string, number[]>; words: Map<string, number[]> }

/** Reads texts for these stems alone: what begins differently is not looked at: for one stem 150 words of 151. */
export function createStemReader(wanted: Set<string>): (text: string) => ReadText {
  const mayBegin = wordsThatMayHave(wanted)
  return (text) => {
    const [stems, words] = [new Map<string, number[]>(), new Map<string, number[]>()]
    let length = 0
    eachWord(text, (start, end) => {
      const at = length
      length += 1
      if (!mayBegin(text, start)) return
      const { word, stem } = foldWord(text.slice(start, end))
      if (!wanted.has(stem)) return
      addPlace(stems, stem, at)
      addPlace(words, word, at)
    })
    return { length, stems, words }
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

// Chinese, Japanese and Korean write no spaces: a character is a word, and several are a phrase.
const CJK = String.raw`[[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]--\p{M}]`
const LETTERS_OF_WORDS = String.raw`[[\p{L}\p{N}]--${CJK}][[\p{L}\p{N}\p{M}]--${CJK}]*`
/** `'s` belongs to the word before it and says nothing. */
const WORD = new RegExp(String.raw`${CJK}|${LETTERS_OF_WORDS}(?:\+\+)?(?:['’][sS](?!\p{L}))?`, 'vy')

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

/** Tells whether a word that starts there may have one of the stems, by how it begins. */
export function wordsThatMayHave(stems: Set<string>): (text: string, start: number) => boolean {
  const beginnings = new Uint8Array(OTHER)
  for (const stem of stems) {
    // Stemming changes the end of a word: of its stem the last letter, as in `flies` and `fli`.
    const others = 32 ** (3 - Math.min(3, Math.max(1, stem.length - 1)))
    const from = beginningAt(stem, 0) & -others
    beginnings.fill(1, from, from + others)
  }
  return (text, start) => {
    const beginning = beginningAt(text, start)
    return beginning >= OTHER || beginnings[beginning] === 1
  }
}

/** The first three letters in one number. */
const beginningAt = (text: string, start: number): number =>
  codeAt(text, start) * 32 ** 2 + codeAt(text, start + 1) * 32 + codeAt(text, start + 2)

const OTHER = 32 ** 3

/** Of a letter or digit of ASCII a number below 32, whatever its case; 0 between words. */
function codeAt(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : 0
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return code & 31
  // Accents and other scripts are folded first; `c++` and `it's` are a word each.
  return code >= 128 || code === PLUS || code === APOSTROPHE ? OTHER : 0
}

const [PLUS, APOSTROPHE] = [43, 39]

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/

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
