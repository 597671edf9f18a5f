import type { PaperId } from '../../core/paper.ts'

// Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods, SIGIR
// 2009. With their 60 `npm run bench:meaning -- relevance` loses three times as much.
const K = 10

/** Merges two lists by reciprocal rank fusion; of equals the first list's order stays. */
export function fuse(first: PaperId[], second: PaperId[], weightOfSecond = 1): { id: PaperId; score: number }[] {
  const scores = new Map(first.map((id, index) => [id, 1 / (K + index + 1)]))
  for (const [index, id] of second.entries()) scores.set(id, (scores.get(id) ?? 0) + weightOfSecond / (K + index + 1))
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score)
}
