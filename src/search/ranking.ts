import type { Candidate } from './candidates.ts'
import type { Unit } from './interpretation.ts'

export type Ranked = { candidate: Candidate; score: number }

/** How rare each unit is, and how many papers there are: what idf needs. */
export type Statistics = { papers: number; counts: Map<string, number> }

const TITLE_WEIGHT = 5
const SATURATION = 1.2
const LENGTH = 0.75
const MEAN_LENGTH = 200

/** Best first. */
export function rank(candidates: Candidate[], units: Unit[], statistics: Statistics): Ranked[] {
  return candidates
    .map((candidate) => ({ candidate, score: score(candidate, units, statistics) }))
    .toSorted((a, b) => b.score - a.score || (a.candidate.id < b.candidate.id ? 1 : -1))
}

function score(candidate: Candidate, units: Unit[], { papers, counts }: Statistics): number {
  const length = candidate.abstract.length + candidate.title.length
  let sum = 0
  for (const { forms } of units) {
    let frequency = 0
    let rarest = Number.POSITIVE_INFINITY
    for (const { stems, weight } of forms) {
      frequency +=
        weight * (TITLE_WEIGHT * occurrences(candidate.title, stems) + occurrences(candidate.abstract, stems))
      rarest = Math.min(rarest, ...stems.map((stem) => counts.get(stem) ?? 0))
    }
    const idf = Math.log(1 + (papers - rarest + 0.5) / (rarest + 0.5))
    sum +=
      (idf * frequency * (SATURATION + 1)) / (frequency + SATURATION * (1 - LENGTH + (LENGTH * length) / MEAN_LENGTH))
  }
  return sum
}

function occurrences(text: string[], stems: string[]): number {
  let found = 0
  const [first] = stems
  for (let at = text.indexOf(first ?? ''); at >= 0; at = text.indexOf(first ?? '', at + 1))
    if (stems.every((stem, index) => text[at + index] === stem)) found += 1
  return found
}
