import { stemmer } from 'stemmer'

/** F1 of shared words, of shared pairs and of the longest common subsequence: Lin (2004), on Porter stems. */
type Rouge = [one: number, two: number, longest: number]

type Reference = { words: string[]; counts: Map<string, number>; pairs: Map<string, number> }

export function readReference(text: string): Reference {
  const words = stems(text)
  return { words, counts: countOf(words), pairs: countOf(pairsOf(words)) }
}

/** The best of the references for each of the three. */
export function scoreRouge(summary: string, references: Reference[]): Rouge {
  const words = stems(summary)
  const counts = countOf(words)
  const pairs = countOf(pairsOf(words))
  const best: Rouge = [0, 0, 0]
  for (const reference of references) {
    const total = words.length + reference.words.length
    best[0] = Math.max(best[0], f1(shared(counts, reference.counts), total))
    best[1] = Math.max(best[1], f1(shared(pairs, reference.pairs), total - 2))
    best[2] = Math.max(best[2], f1(longestCommon(words, reference.words), total))
  }
  return best
}

const known = new Map<string, string>()

export function stem(word: string): string {
  const found = known.get(word)
  if (found !== undefined) return found
  const own = stemmer(word)
  known.set(word, own)
  return own
}

const stems = (text: string) => (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map(stem)
const pairsOf = (words: string[]) => words.slice(1).map((word, i) => `${words[i]} ${word}`)
const f1 = (overlap: number, total: number) => (overlap === 0 ? 0 : (2 * overlap) / total)

function countOf(items: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

function shared(a: Map<string, number>, b: Map<string, number>): number {
  let sum = 0
  for (const [item, count] of a) sum += Math.min(count, b.get(item) ?? 0)
  return sum
}

function longestCommon(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0)
  for (const word of a) {
    const next = [0]
    for (let j = 0; j < b.length; j++)
      next.push(word === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}
