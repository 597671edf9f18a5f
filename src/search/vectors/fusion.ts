import type { PaperId } from '../../core/paper.ts'

export type Fused = { id: PaperId; score: number }

// Cormack, Clarke, Büttcher: Reciprocal Rank Fusion outperforms Condorcet and individual rank learning methods, SIGIR 2009. With their 60
// the second list would undo what the first knows: `npm run bench:meaning -- relevance` loses three times as much.
const K = 10

/** One list of two by reciprocal rank: what stands high in both comes first. Between equals the first list decides. */
export function fuse(first: PaperId[], second: PaperId[], weightOfSecond = 1): Fused[] {
  const scores = new Map(first.map((id, index) => [id, 1 / (K + index + 1)]))
  for (const [index, id] of second.entries()) scores.set(id, (scores.get(id) ?? 0) + weightOfSecond / (K + index + 1))
  return [...scores].map(([id, score]) => ({ id, score })).toSorted((a, b) => b.score - a.score)
}
