import { distance } from 'fastest-levenshtein'
import type { SearchEngine } from '../engines/engine.ts'
import { countWords, type VocabularyWord, wordsOfSimilarLength } from './vocabulary.ts'

const SUGGESTIONS = 3
/** Each typing error counts as much as a word e⁴ times as rare. */
export const SLIP = 4

const WRONG_FIRST = 0.25

/** `likelihood`: by its slips and how many papers have it, as a logarithm. */
export type Spelling = { word: string; slips: number; likelihood: number }

/** The likeliest spellings of a word that no paper has, best first. */
export async function suggestSpellings(db: SearchEngine['db'], word: string): Promise<Spelling[]> {
  // Numbers are never misspelt: GPT-7 is not GPT-4.
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return []
  const slack = word.length < 6 ? 1 : 2
  const candidates = new Map<string, number>()
  for (const { term, doc } of await neighbours(db, word, slack))
    if (/^[a-z]+$/.test(term) && slips(word, term) <= slack) candidates.set(term, doc)
  // Seldom is it the first letter that is wrong.
  const slipsOf = (term: string) => slips(word, term) + (term[0] === word[0] ? 0 : WRONG_FIRST)
  return [...candidates]
    .map(([term, doc]) => ({ word: term, slips: slipsOf(term), likelihood: Math.log(doc) - SLIP * slipsOf(term) }))
    .toSorted((a, b) => b.likelihood - a.likelihood)
    .slice(0, SUGGESTIONS)
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

/** Only words that begin as a slip would leave it are read: milliseconds, where all of 100,000 take a second. */
async function neighbours(db: SearchEngine['db'], word: string, slack: number): Promise<VocabularyWord[]> {
  const [first = '', second = '', third = ''] = word
  const near = (beginnings: string[]) => wordsOfSimilarLength(db, beginnings, word.length, slack)
  if (word.length === 3) return countedWords(db, slipsOfThree(word))
  const found = await near([...new Set([first + second, second + first])])
  found.push(...(await countedWords(db, wrongAtStart(word))))
  if (found.some(({ term }) => slips(word, term) === 1)) return found
  const wrongSecond = new Set(LETTERS.flatMap((letter) => [first + letter + third, first + letter + second]))
  return [...found, ...(await near([...wrongSecond, first + third]))]
}

const countedWords = async (db: SearchEngine['db'], words: string[]): Promise<VocabularyWord[]> =>
  [...(await countWords(db, words))].map(([term, doc]) => ({ term, doc }))

/** Words of three letters have too many neighbours: two were swapped (`gtp`), or one stands twice (`ned`). */
function slipsOfThree(word: string): string[] {
  const [first = '', second = '', third = ''] = word
  const doubled = [...word].map((letter, at) => word.slice(0, at) + letter + word.slice(at))
  return [second + first + third, first + third + second, ...doubled]
}

/** What it may have been with one slip in its first two letters. */
function wrongAtStart(word: string): string[] {
  const [first = '', second = '', third = ''] = word
  const fewer = [word.slice(1), first + word.slice(2), first + third + second + word.slice(3)]
  const others = LETTERS.flatMap((letter) => [letter, first + letter])
  return [
    ...fewer,
    ...others.flatMap((start) => [start + word.slice(start.length), start + word.slice(start.length - 1)]),
  ]
}

/** Damerau's distance as far as it matters here: two neighbouring letters swapped are one slip. */
function slips(a: string, b: string): number {
  const plain = distance(a, b)
  if (plain < 2) return plain
  let start = 0
  while (a[start] === b[start] && start < a.length) start += 1
  if (a[start] !== b[start + 1] || a[start + 1] !== b[start]) return plain
  return 1 + distance(a.slice(start + 2), b.slice(start + 2))
}
