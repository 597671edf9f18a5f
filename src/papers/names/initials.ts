import { stemsOf, wordsOf } from '../index/tokenize.ts'
import { readName, wholeFamily } from './name.ts'

export type ShortName = { family: string[]; isOf(author: string): boolean }

/** “J. Dean” and “Dean, Jeff”, as people search for Jeff Dean; null: found as it stands. `family` is in stems. */
export function readShortName(text: string): ShortName | null {
  const name = readName(text.replaceAll(/(?<!\p{L})\p{Ll}(?!\p{L})/gu, (initial) => initial.toUpperCase()))
  if ('literal' in name) return null
  const given = wordsOf(name.given)
  if (!text.includes(',') && given.every((word) => word.length > 1)) return null
  const family = stemsOf(wholeFamily(name))
  return {
    family,
    isOf(author) {
      const other = readName(author)
      if ('literal' in other || stemsOf(wholeFamily(other)).join(' ') !== family.join(' ')) return false
      const words = wordsOf(other.given)
      return given.every((word, at) => (word.length === 1 ? words[at]?.startsWith(word) : words[at] === word))
    },
  }
}
