import { stemsOf, wordsOf } from './tokenize.ts'

/** “Reinforcement Learning from Human Feedback (RLHF)” */
export type Abbreviation = { short: string; long: string }

/** The abbreviations that a text explains, by Schwartz and Hearst (PSB 2003), from right to left before the bracket. */
export function parseAbbreviations(text: string): Abbreviation[] {
  const found = new Map<string, Abbreviation>()
  for (const match of text.matchAll(/\(([^()]{2,60})\)/g)) {
    const inside = (match[1] ?? '').split(/[;,]|\s[-–—]\s/, 1)[0]?.trim() ?? ''
    const before = text.slice(Math.max(0, match.index - 200), match.index).trim()
    const pair = definition(inside.replace(/^(?:i\.e\.|e\.g\.|aka|a\.k\.a\.|or)\s+/i, ''), before)
    if (pair && !found.has(shortKey(pair.short))) found.set(shortKey(pair.short), pair)
  }
  return [...found.values()]
}

/** How a short form is looked up: without case, hyphens and the plural's s, so that `LLMs` and `LLM` are one. */
export const shortKey = (short: string): string =>
  wordsOf(short.endsWith('s') && /[A-Z]/.test(short) ? short.slice(0, -1) : short).join(' ')

/** How a long form is looked up, in singular and plural and with every hyphen. */
export const longKey = (long: string): string => stemsOf(long).join(' ')

function definition(inside: string, before: string): Abbreviation | null {
  if (isShortForm(inside)) {
    const long = longFormBefore(inside, lastWords(before, inside))
    return long === null ? null : { short: inside, long }
  }
  // The other way round: “RLHF (reinforcement learning from human feedback)”.
  const short = /(?:^|[\s"'“‘(])([\p{L}\p{N}][\p{L}\p{N}-]{1,9})$/u.exec(before)?.[1] ?? ''
  const reversed = isShortForm(short) ? longFormBefore(short, inside) : null
  return reversed !== null && reversed.length === inside.length ? { short, long: inside } : null
}

/** Two to ten characters with a capital, at most two words. */
function isShortForm(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}\s.&/+-]{1,9}$/u.test(text) && /\p{Lu}/u.test(text) && text.split(/\s+/).length <= 2
}

/** The paper's bound: at most min(|A| + 5, 2|A|) words. */
function lastWords(text: string, short: string): string {
  const letters = short.replace(/[^\p{L}\p{N}]/gu, '').length
  const sentence = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u).at(-1) ?? text
  return sentence
    .split(/\s+/)
    .slice(-Math.min(letters + 5, letters * 2))
    .join(' ')
}

function longFormBefore(short: string, words: string): string | null {
  const plural = /^[^a-z]*[A-Z][^a-z]*s$/.test(short) ? short.slice(0, -1) : short
  const letters = [...plural.toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter))
  const text = words.toLowerCase()
  let at = text.length - 1
  for (let index = letters.length - 1; index >= 0; index -= 1) {
    // “Multi-modal …” begins with its first M.
    const startsWord = (place: number) => place === 0 || /[\s(/"“‘]/.test(text[place - 1] ?? '')
    while (at >= 0 && (text[at] !== letters[index] || (index === 0 && !startsWord(at)))) at -= 1
    if (at < 0) return null
    at -= 1
  }
  const long = words.slice(at + 1).replace(/^["'“‘(]+|["'”’,:]+$/g, '')
  const count = wordsOf(long).length
  // One word is rarely what letters stand for, and a text that holds the short form explains nothing.
  return count < 2 || count > letters.length + 5 || wordsOf(long).includes(wordsOf(short)[0] ?? '') ? null : long
}
