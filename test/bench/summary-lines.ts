import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanText } from '../../src/sources/text/text.ts'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'

const ROLES = ['what', 'how', 'result'] as const

/** What an editor wrote of a paper with the words of its abstract. */
type Edited = { id: string } & Partial<Record<(typeof ROLES)[number], string>>

const small = new Set(
  'a an the of in on for with to and or by from at as that which is are we our its it this these can be than'.split(
    ' ',
  ),
)
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !small.has(word)).map((word) => word.slice(0, 6))

/** The harmonic mean of the shares of words that two texts have in common: 0 to 1. */
function f1(one: string, other: string): number {
  const [words, left] = [wordsOf(one), wordsOf(other)]
  const of = words.length + left.length
  let shared = 0
  for (const word of words) {
    const at = left.indexOf(word)
    if (at >= 0) shared += left.splice(at, 1).length
  }
  return of === 0 ? 0 : (2 * shared) / of
}

/** How near the lines are to those that editors wrote of the same abstracts, each beside the line that fits it best. */
export function measureLines(corpus: string, write: (what: string, measured: string) => void): void {
  const papers = new Map(
    readFileSync(join(corpus, 'search/papers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; title: string; abstract: string })
      .map((paper) => [paper.id, paper]),
  )
  const edited = readFileSync(new URL('editors-lines.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const scores: Record<(typeof ROLES)[number], number[]> = { what: [], how: [], result: [] }
  for (const row of edited.map((line) => JSON.parse(line) as Edited)) {
    const paper = papers.get(row.id)
    if (!paper) continue
    const text = { id: '', title: cleanText(paper.title), abstract: cleanText(paper.abstract) }
    const { lines } = summarizeExtractively(text, 'lines')
    for (const role of ROLES) {
      const written = row[role]
      if (written !== undefined) scores[role].push(Math.max(0, ...lines.map((line) => f1(line, written))))
    }
  }
  for (const role of ROLES) {
    const mean = scores[role].reduce((sum, score) => sum + score, 0) / scores[role].length
    write(`editors’ lines, ${role}: F1 of words over ${scores[role].length}`, mean.toFixed(3))
  }
}
