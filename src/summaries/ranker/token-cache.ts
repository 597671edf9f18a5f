import { cueFlagsOf } from './cue-flags.ts'
import { clearStems, type Stem, stemOf } from './stem.ts'

/** A word as it is written. Abstracts share most of their words: each token is read once. */
type CachedToken = { stem: Stem; hasCapital: boolean; cueFlags: number }

type CacheEntry = CachedToken & { hash: number; from: number; size: number; next: CacheEntry | undefined }

/** The words of a text in their order, with the offset each starts at. */
type Tokens = { tokens: CachedToken[]; starts: number[] }

// Unlike a Map, own buckets need no string cut out of the text for each word that is looked up: summaries are a tenth
// faster.
const bucketCount = 1 << 14
const buckets = new Array<CacheEntry | undefined>(bucketCount).fill(undefined)
const mostTokens = 20_000
let tokenCount = 0

/** The characters of all known tokens, one after the other. */
const letters = new Uint16Array(1 << 18)
let letterCount = 0

/** New names never end: between abstracts a large cache is cleared. */
export function trimTokenCache(): void {
  if (tokenCount < mostTokens && letterCount < letters.length / 2) return
  buckets.fill(undefined)
  tokenCount = 0
  letterCount = 0
  clearStems()
}

// A string may be a tree of pieces, whose characters are slow to read one at a time.
let bytes = Buffer.alloc(1 << 14)
let codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)

export function tokenize(text: string): Tokens {
  if (text.length > codes.length) {
    bytes = Buffer.alloc(4 * text.length)
    codes = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  }
  bytes.write(text, 'utf16le')
  const { length } = text
  const words: Tokens = { tokens: [], starts: [] }
  let at = 0
  while (at < length) {
    const start = at
    let hash = 0
    for (let width = widthOfLetter(at); width > 0 && at < length; width = widthOfLetter(at))
      for (const end = at + width; at < end; at++) hash = (Math.imul(hash, 31) + (codes[at] ?? 0)) | 0
    if (at > start) {
      words.tokens.push(tokenOf(text, start, at, hash))
      words.starts.push(start)
    }
    at++
  }
  return words
}

const letter = /[\p{L}\p{N}]/u
const [UNKNOWN, YES, NO] = [0, 1, 2]
const isLetter = new Uint8Array(1 << 16)

/** Characters of the letter or digit at that place, 0 for anything else. */
function widthOfLetter(at: number): number {
  const code = codes[at] ?? 0
  const known = isLetter[code]
  if (known === YES) return 1
  if (known === UNKNOWN) {
    const isFirstHalf = code >= 0xd800 && code < 0xdc00
    if (isFirstHalf) return letter.test(String.fromCharCode(code, codes[at + 1] ?? 0)) ? 2 : 0
    isLetter[code] = letter.test(String.fromCharCode(code)) ? YES : NO
  }
  return isLetter[code] === YES ? 1 : 0
}

function tokenOf(text: string, start: number, end: number, hash: number): CachedToken {
  const bucket = (hash ^ (hash >>> 15)) & (bucketCount - 1)
  for (let known = buckets[bucket]; known; known = known.next)
    if (known.hash === hash && known.size === end - start && isAt(start, known)) return known
  const own = text.slice(start, end)
  const lower = own.toLowerCase()
  const token: CacheEntry = {
    stem: stemOf(lower),
    hasCapital: own !== lower,
    cueFlags: cueFlagsOf(lower),
    hash,
    from: letterCount,
    size: end - start,
    next: buckets[bucket],
  }
  // A word for which there is no room is not cached.
  if (letterCount + token.size > letters.length) return token
  for (let i = start; i < end; i++) letters[letterCount++] = codes[i] ?? 0
  buckets[bucket] = token
  tokenCount++
  return token
}

function isAt(start: number, { from, size }: CacheEntry): boolean {
  for (let i = 0; i < size; i++) if (letters[from + i] !== codes[start + i]) return false
  return true
}
