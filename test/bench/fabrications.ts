import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import type { Change, Paper } from './faults/change.ts'
import { createRandom } from './training/linear.ts'

export type Planted = { kind: string; title: string; abstract: string; summary: string }

/** Extractive summaries with one line changed, for each kind of change that a paper's lines offer something to. */
export function plant(papers: Paper[], changes: Record<string, Change>): Planted[] {
  const random = createRandom(7)
  return papers.flatMap((paper, index) => {
    const { lines } = summarizeExtractively({ id: '', ...paper }, 'lines')
    const other = papers[(index + 41) % papers.length] ?? paper
    return Object.entries(changes).flatMap(([kind, change]) => {
      for (const [place, line] of lines.entries()) {
        const changed = change(line, paper, random, other)
        if (changed !== null && changed !== line)
          return [{ kind, ...paper, summary: lines.with(place, changed).join('\n') }]
      }
      return []
    })
  })
}
