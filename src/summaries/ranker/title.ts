import type { Title } from './document.ts'
import { tokenize } from './token-cache.ts'

/** Characters; the longest title seen has 250. */
const LONGEST = 1_000

type TitleWord = { prefix: string; isInTitle: boolean }

export function readTitle(text: string): Title {
  const prefixes = tokenize(text.slice(0, LONGEST).toLowerCase()).tokens.map(({ stem }) => stem.prefix)
  const words = new Map<string, number>()
  for (const prefix of prefixes) if (!words.has(prefix)) words.set(prefix, words.size)
  return { words, prefixes }
}

/** Whether the title has the two words beside each other. */
export function isTitlePair(first: TitleWord, second: TitleWord, { prefixes }: Title): boolean {
  if (!first.isInTitle || !second.isInTitle) return false
  for (let i = 1; i < prefixes.length; i++)
    if (prefixes[i] === second.prefix && prefixes[i - 1] === first.prefix) return true
  return false
}
