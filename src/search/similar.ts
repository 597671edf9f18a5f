import type { PaperId } from '../paper.ts'
import type { Reading } from './answer.ts'
import type { SearchEngine } from './engines/engine.ts'
import { anyOf, type TextExpression } from './meaning/expression.ts'
import type { Unit } from './meaning/units.ts'
import type { Candidate } from './ranking/candidates.ts'
import { readHits } from './ranking/hits.ts'
import { rank } from './ranking/ranking.ts'
import type { Hit } from './search.ts'

/** More words make it slower, not better. */
const TELLING_WORDS = 12
const CANDIDATES = 200
/** Words of this many papers tell nothing about one. */
const COMMON = 6_000

/** The papers that share the most telling words with this one, the most similar first. */
export async function findSimilar(
  engine: SearchEngine,
  { readCandidates, readCoverage }: Reading,
  id: PaperId,
  limit: number,
): Promise<Hit[]> {
  const row = await engine.db.selectFrom('papers').select('seq').where('id', '=', id).executeTakeFirst()
  const [paper] = row ? await readCandidates([row.seq]) : []
  if (!paper) return []
  const { papers } = await readCoverage()
  const counts = await engine.countPapers([paper.title, paper.abstract, paper.topics].flatMap(({ stems }) => stems))
  const units = tellingUnits(paper, papers, counts)
  const words = units.map(({ forms }): TextExpression => ({ is: 'sequence', in: 'any', stems: forms[0]?.stems ?? [] }))
  if (words.length === 0) return []
  const found = await engine.best(anyOf(words), [], { papers: COMMON, words: COMMON }, CANDIDATES)
  const candidates = (await readCandidates(found)).filter((candidate) => candidate.id !== id)
  const ranked = rank(candidates, units, [], { papers, counts, phrase: 0 }).slice(0, limit)
  return readHits(
    engine,
    ranked.map(({ candidate, score }) => ({ id: candidate.id, score })),
    [],
  )
}

function tellingUnits(paper: Candidate, papers: number, counts: Map<string, number>): Unit[] {
  const frequency = new Map<string, number>()
  for (const stem of paper.abstract.stems) frequency.set(stem, (frequency.get(stem) ?? 0) + 1)
  for (const stem of [...paper.title.stems, ...paper.topics.stems]) frequency.set(stem, (frequency.get(stem) ?? 0) + 3)
  const weight = (stem: string, count: number) => count * Math.log(papers / (counts.get(stem) ?? papers))
  return [...frequency]
    .filter(
      ([stem]) =>
        stem.length > 2 && (counts.get(stem) ?? 0) > 1 && (counts.get(stem) ?? 0) < Math.min(COMMON, papers / 2),
    )
    .toSorted(([a, countA], [b, countB]) => weight(b, countB) - weight(a, countA))
    .slice(0, TELLING_WORDS)
    .map(([stem]) => ({ in: 'any', forms: [{ stems: [stem], weight: 1, means: false }], words: [], papers: 0 }))
}
