import type { Paper, PaperId } from '../core/paper.ts'
import { readWords } from '../papers/index/tokenize.ts'
import { findPapers } from '../papers/papers.ts'
import { voterGroupFor } from '../voting/voter-groups.ts'
import type { SearchSources } from './answer.ts'
import { type SearchEngine, textAlone } from './engines/engine.ts'
import { anyOf, stemsIn } from './interpretation/expression.ts'
import { FUNCTION_WORDS } from './interpretation/function-words.ts'
import type { QueryTerm } from './interpretation/query-terms.ts'
import { termExpression } from './interpretation/term-expressions.ts'
import { countStems } from './interpretation/vocabulary.ts'
import type { Asker, Hit, SimilarPapers } from './paper-search.ts'
import { rankPapers } from './ranking/bm25.ts'
import { readCandidates } from './ranking/candidates.ts'
import { readHits } from './ranking/read-hits.ts'
import { rareTerms } from './ranking/retrieve.ts'
import { isSamePaper } from './same-paper.ts'
import { fuse, VECTOR_WEIGHT } from './vectors/hybrid-search.ts'
import { type Neighbour, standsOut, type VectorSearch } from './vectors/vector-search.ts'

/** More words make it slower, not better. */
const WORDS = 12
const CANDIDATES = 60

/** The same paper may be here under so many other ids. */
const COPIES = 3

/**
 * The papers that share the most characteristic words with this one (TF-IDF), and with vectors those close in meaning,
 * the most similar first; apart from them the same paper under other ids.
 */
export async function findSimilar(
  engine: SearchEngine,
  { readCoverage, meaning }: SearchSources,
  id: PaperId,
  asker: Asker | null,
  limit: number,
): Promise<SimilarPapers> {
  const none = { same: [], similar: [] }
  const paper = (await findPapers(engine.db, [id])).get(id)
  if (!paper) return none
  const voterGroup = await voterGroupFor(engine.db, asker?.team ?? null)
  const { papers } = await readCoverage()
  const frequency = frequencyOf(paper)
  const { terms, counts } = await chooseTerms(engine, frequency, papers)
  if (terms.length === 0) return none
  const words = anyOf(terms.map(termExpression))
  const { best } = await engine.find(textAlone(words), { papers, counts }, CANDIDATES)
  const candidates = await readCandidates(engine, best, stemsIn(words), voterGroup)
  const others = candidates.filter((candidate) => candidate.id !== id)
  const ranked = rankPapers(others, terms, [], { papers, counts, phrase: 0 })
  const byWords = ranked.map(({ candidate, score }) => ({ id: candidate.id, score }))
  const sharing = new Set(byWords.map((one) => one.id))
  const neighbours = meaning ? await closestTo(meaning, id, [...sharing]) : []
  const likeness = new Map(neighbours.map((one) => [one.id, one.likeness]))
  const close = neighbours.filter((one) => sharing.has(one.id) || standsOut(one))
  const scores = new Map(close.map((one) => [one.id, one.standardScore]))
  const similar = fuse(byWords, scores, VECTOR_WEIGHT.similar)
  const hits = await readHits(engine, similar.slice(0, limit + COPIES), [], voterGroup)
  const isSame = (hit: Hit) => isSamePaper(paper, hit.paper, likeness.get(hit.paper.id) ?? null)
  return { same: hits.filter(isSame), similar: hits.filter((hit) => !isSame(hit)).slice(0, limit) }
}

async function closestTo({ vectorOf, closest }: VectorSearch, id: PaperId, named: PaperId[]): Promise<Neighbour[]> {
  const vector = await vectorOf(id)
  const papers = vector ? await closest(vector, [], named) : []
  return papers.filter((paper) => paper.id !== id)
}

/** How often each stem stands in a paper; in its title and keywords it counts three times. */
function frequencyOf({ title, abstract, keywords, organization }: Paper): Map<string, number> {
  const frequency = new Map<string, number>()
  const add = (text: string, weight: number) => {
    for (const { stem, word } of readWords(text))
      if (stem.length > 2 && !FUNCTION_WORDS.has(word)) frequency.set(stem, (frequency.get(stem) ?? 0) + weight)
  }
  add(abstract, 1)
  add(`${title} ${keywords.join(' ')} ${organization ?? ''}`, 3)
  return frequency
}

/** The most characteristic ones. Only the most frequent are counted: that reads all that the index has of a stem. */
async function chooseTerms({ db }: SearchEngine, frequency: Map<string, number>, papers: number) {
  const frequent = [...frequency].toSorted(([a, one], [b, other]) => other - one || b.length - a.length)
  const counts = await countStems(
    db,
    frequent.slice(0, 1.5 * WORDS).map(([stem]) => stem),
  )
  const weight = (stem: string) => (frequency.get(stem) ?? 0) * Math.log(papers / (counts.get(stem) ?? papers))
  const shared = [...counts].filter(([, count]) => count > 1).map(([stem]) => stem)
  const best = shared.toSorted((a, b) => weight(b) - weight(a)).slice(0, WORDS)
  return { terms: rareTerms(best.map(termOf), counts), counts }
}

function termOf(stem: string): QueryTerm {
  const forms = [{ stems: [stem], weight: 1 }]
  return { in: 'any', forms, words: [], papers: 0 }
}
