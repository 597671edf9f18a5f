import { isContent, oncePerPassage, type Passage } from './passages.ts'

/** The words of its own meaning in a passage. */
export const contentOf = oncePerPassage(
  ({ tokens }: Passage): Set<string> => new Set(tokens.filter(isContent).map(({ key }) => key)),
)

/** How much each word tells of which sentence is meant: 1 for a word of one sentence, little for one of all. */
export function weightsOf(sources: Passage[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const source of sources) for (const key of contentOf(source)) counts.set(key, (counts.get(key) ?? 0) + 1)
  const most = Math.log(sources.length + 1)
  return new Map([...counts].map(([key, count]) => [key, Math.log((sources.length + 1) / count) / most]))
}

/** The weight of the words that both have. */
export function overlapOf(words: Set<string>, others: Set<string>, weights: Map<string, number>): number {
  let sum = 0
  for (const key of words) if (others.has(key)) sum += weights.get(key) ?? 0
  return sum
}
