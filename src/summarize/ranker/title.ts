import { readSpellings } from './spelling.ts'

/** The title's words by their prefix, with their place, and its pairs of neighbours; an empty title has neither. */
export type Title = { words: Map<string, number>; pairs: Set<string> }

type TitleWord = { prefix: string; isInTitle: boolean }

export function readTitle(text: string): Title {
  const prefixes: string[] = []
  readSpellings(text.toLowerCase(), ({ prefix }) => prefixes.push(prefix))
  const words = new Map<string, number>()
  for (const prefix of prefixes) if (!words.has(prefix)) words.set(prefix, words.size)
  return { words, pairs: new Set(prefixes.slice(1).map((prefix, i) => `${prefixes[i]} ${prefix}`)) }
}

export const isTitlePair = (first: TitleWord, second: TitleWord, { pairs }: Title) =>
  first.isInTitle && second.isInTitle && pairs.has(`${first.prefix} ${second.prefix}`)
