import { stemmer } from 'stemmer'

/** A word as it is compared, and its stem. */
export type Word = { word: string; stem: string }

/** A word and where it stands in a text. */
export type Token = Word & { start: number; end: number }

/** What the index, the query and the marking of matches all take for words: `pre-training` is two, `深度` is two. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(patternFor(text)))
    tokens.push({ ...foldWord(match[0]), start: match.index, end: match.index + match[0].length })
  return tokens
}

/** The same without the places, which costs a third. */
export const readWords = (text: string): Word[] => text.match(patternFor(text))?.map(foldWord) ?? []

export const wordsOf = (text: string): string[] => readWords(text).map(({ word }) => word)

export const stemsOf = (text: string): string[] => readWords(text).map(({ stem }) => stem)

export const stemOf = (word: string): string => foldWord(word).stem

const patternFor = (text: string): RegExp => (ASCII.test(text) ? ASCII_WORD : WORD)

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/
/** `'s` belongs to the word before it and says nothing. */
const ASCII_WORD = /[a-z0-9]+(?:\+\+)?(?:'s(?![a-z]))?/gi
// Chinese, Japanese and Korean write no spaces: a character is a word, and several are a phrase.
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]|[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]][[\p{L}\p{N}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]]*(?:\+\+)?(?:['’]s(?!\p{L}))?/gv

// A hundred abstracts are read to rank one answer; their words repeat.
const folded = new Map<string, Word>()
const KEPT_WORDS = 50_000

function foldWord(text: string): Word {
  const known = folded.get(text)
  if (known) return known
  const word = fold(text.replace(/['’]s$/i, ''))
  if (folded.size >= KEPT_WORDS) folded.clear()
  const fresh = { word, stem: /^[a-z]{3,}$/.test(word) ? stemmer(word) : word }
  folded.set(text, fresh)
  return fresh
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
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'
      .split(' ')
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
