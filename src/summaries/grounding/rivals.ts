import { isCapitalized, isContent, type Passage } from './passages.ts'

/** What tells which two words may be taken for one another: the names, and the words that each word stands before. */
export type Rivals = { names: Set<string>; heads: Map<string, Set<string>> }

/** Tokens behind a word that it may describe: “cluster-based multi-step routing”. */
const REACH = 2

export function readRivals(passages: Passage[]): Rivals {
  const names = new Set<string>()
  const heads = new Map<string, Set<string>>()
  for (const passage of passages) {
    const { tokens, text } = passage
    for (const [i, token] of tokens.entries()) {
      if (/\p{L}\p{Lu}|\p{L}-?\d/u.test(token.text) || isCapitalized(passage, token)) names.add(token.key)
      if (!isContent(token)) continue
      const behind = tokens.slice(i + 1, i + 1 + REACH).filter(isContent)
      const described = behind.filter(({ start }) => !/[.,;:()]/.test(text.slice(token.start, start)))
      const known = heads.get(token.key) ?? new Set<string>()
      for (const { key } of described) known.add(key)
      heads.set(token.key, known)
    }
  }
  return { names, heads }
}

/** Two names, or two words that describe the same: the “blank” and the “warped” of regions. */
export function areRivals(a: string, b: string, { names, heads }: Rivals): boolean {
  // “Reasoning” and “CoT-reasoning” are kin, “autoregressive” and “non-autoregressive” are not.
  if (!/^(?:non|un|in)/.test(a + b) && (a.includes(b) || b.includes(a))) return false
  return (names.has(a) && names.has(b)) || !(heads.get(a) ?? new Set()).isDisjointFrom(heads.get(b) ?? new Set())
}
