import type { Span } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import { tokenize } from '../papers/index/tokenize.ts'
import { type VoterGroup, voterGroupFor } from '../voting/voter-groups.ts'
import type { Asker } from './asker.ts'
import type { SearchEngine } from './engines/engine.ts'
import type { Correction } from './interpretation/corrections.ts'
import { interpret } from './interpretation/interpret.ts'
import type { SearchAnswer } from './paper-search.ts'
import { parseQuery } from './query/parse.ts'
import type { ReadCorpusSize } from './ranking/corpus-size.ts'
import { findRanked } from './ranking/find-ranked.ts'
import { readHits } from './ranking/read-hits.ts'
import { findRelaxedQueries } from './ranking/relaxed-queries.ts'
import type { Weights } from './ranking/weights.ts'
import { addVectorMatches, type HybridMatches, wordsOnly } from './vectors/hybrid-search.ts'
import type { VectorSearch } from './vectors/vector-search.ts'

/** `until` in milliseconds since the epoch. `vector`: what the free words of the search mean. */
export type SearchRequest = {
  asker: Asker | null
  limit: number
  offset: number
  until: number
  vector?: Float32Array | null
}

/** What is the same for every question. */
export type SearchSources = { readCoverage: ReadCorpusSize; weights: Weights; meaning: VectorSearch | null }

/** A page has five papers. */
const ALSO_CLOSE = 2

/** Answers a search, by `until` with what it has by then. */
export async function answerSearch(
  engine: SearchEngine,
  { readCoverage, weights, meaning }: SearchSources,
  text: string,
  { asker, limit, offset, until, vector = null }: SearchRequest,
): Promise<SearchAnswer> {
  const isLate = () => Date.now() > until
  const query = parseQuery(text)
  const covered = await readCoverage()
  const empty = {
    hits: [],
    total: 0,
    partial: 0,
    close: 0,
    alsoClose: [],
    coverage: covered,
    correction: null,
    corrected: query.corrected,
    relaxed: [],
  }
  const voterGroup = await voterGroupFor(engine.db, asker?.team ?? null)
  if (query.paper) return { ...empty, ...(await onePaper(engine, query.paper, voterGroup)) }
  const interpretation = await interpret(engine, query, asker)
  const { terms, corrections, corrected } = interpretation
  const byWords = await findRanked(engine, interpretation, {
    voterGroup,
    weights,
    papers: covered.papers,
    reach: offset + limit,
    isLate,
  })
  const found =
    vector && meaning && !isLate()
      ? // What is extra must not cost the answer: vectors may be made anew at this moment.
        await addVectorMatches(engine, meaning, byWords, interpretation, vector).catch(() => wordsOnly(byWords))
      : wordsOnly(byWords)
  const problems = [...interpretation.problems]
  if (isLate()) problems.push('This took too long; there may be better ones.')
  if (found.whole === 0 && found.ranked.length > 0) problems.push(describeLack(found))
  const page = found.ranked.slice(offset, offset + limit)
  const hits = await readHits(engine, page, terms, voterGroup)
  const behind = offset > 0 ? [] : found.ranked.filter((paper) => found.close.has(paper.id) && !page.includes(paper))
  const alsoClose = await readHits(engine, behind.slice(0, ALSO_CLOSE), terms, voterGroup)
  return {
    ...empty,
    total: found.total + found.close.size,
    partial: found.total - found.whole,
    close: found.close.size,
    correction: corrections.length === 0 ? null : explain(text, corrections),
    problems,
    corrected,
    relaxed: found.ranked.length > 0 ? [] : await findRelaxedQueries(engine, query, asker, isLate),
    hits: hits.map((hit) => ({ ...hit, isClose: found.close.has(hit.paper.id) })),
    alsoClose: alsoClose.map((hit) => ({ ...hit, isClose: true })),
  }
}

function describeLack({ total, close }: HybridMatches): string {
  if (total === 0) return 'No paper holds these words; these are close in meaning.'
  return `No paper holds all of this; these hold some of it${close.size > 0 ? ' or are close in meaning' : ''}.`
}

async function onePaper(
  engine: SearchEngine,
  id: PaperId,
  voterGroup: VoterGroup,
): Promise<Pick<SearchAnswer, 'hits' | 'total' | 'problems'>> {
  const hits = await readHits(engine, [{ id, score: 1 }], [], voterGroup)
  return { hits, total: hits.length, problems: hits.length > 0 ? [] : ['This paper has not been brought here yet.'] }
}

/** Showing **optimization**; search exactly? */
function explain(text: string, corrections: Correction[]): SearchAnswer['correction'] {
  const spans: Span[] = []
  let [exact, end] = ['', 0]
  for (const { word, start, end: next } of tokenize(text)) {
    const meant = corrections.find(({ written }) => written === word)?.meant
    if (meant === undefined) continue
    spans.push({ text: text.slice(end, start), strong: false }, { text: meant, strong: true })
    exact += `${text.slice(end, start)}"${text.slice(start, next)}"`
    end = next
  }
  spans.push({ text: text.slice(end), strong: false })
  return { corrected: spans.filter((span) => span.text !== ''), exact: exact + text.slice(end) }
}
