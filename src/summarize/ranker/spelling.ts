import { forgetStems, type Stem, stemOf } from './stem.ts'

/** A word as it is written. Abstracts share most of their words: each spelling is read once. */
export type Spelling = { text: string; stem: Stem; hasCapital: boolean; next: Spelling | undefined }

// Unlike a map, own buckets need no string cut out of the text for each word that is looked up.
const bucketCount = 1 << 14
const buckets = new Array<Spelling | undefined>(bucketCount).fill(undefined)
let spellingCount = 0
const mostSpellings = 20_000

const token = /[\p{L}\p{N}]+/gu

/** Names never end: between abstracts, what was read is forgotten when it has become much. */
export function forgetSpellings(): void {
  if (spellingCount < mostSpellings) return
  buckets.fill(undefined)
  spellingCount = 0
  forgetStems()
}

/** Calls `found` for each word of the text, with the offset it starts at. */
export function readSpellings(text: string, found: (spelling: Spelling, start: number) => void): void {
  let start = -1
  let hash = 0
  for (let i = 0; i <= text.length; i++) {
    const code = text.charCodeAt(i)
    // Most sentences are ASCII throughout and need no pattern, which costs an array a word.
    if (code > 127) {
      readAnySpellings(text, start < 0 ? i : start, found)
      return
    }
    if (isAsciiWord(code)) {
      if (start < 0) [start, hash] = [i, 0]
      hash = hashed(hash, code)
    } else if (start >= 0) {
      found(spellingOf(text, start, i, hash), start)
      start = -1
    }
  }
}

function readAnySpellings(text: string, from: number, found: (spelling: Spelling, start: number) => void): void {
  token.lastIndex = from
  for (let match = token.exec(text); match; match = token.exec(text)) {
    let hash = 0
    for (let i = 0; i < match[0].length; i++) hash = hashed(hash, match[0].charCodeAt(i))
    found(spellingOf(text, match.index, token.lastIndex, hash), match.index)
  }
}

const hashed = (hash: number, code: number) => (Math.imul(hash, 31) + code) | 0

const isAsciiWord = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)

function spellingOf(text: string, start: number, end: number, hash: number): Spelling {
  const bucket = (hash ^ (hash >>> 15)) & (bucketCount - 1)
  for (let known = buckets[bucket]; known; known = known.next)
    if (known.text.length === end - start && text.startsWith(known.text, start)) return known
  const own = text.slice(start, end)
  const lower = own.toLowerCase()
  const spelling = { text: own, stem: stemOf(lower), hasCapital: own !== lower, next: buckets[bucket] }
  buckets[bucket] = spelling
  spellingCount++
  return spelling
}
