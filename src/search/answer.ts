import type { Span } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import { tokenize } from '../papers/index/tokenize.ts'
import { type VoterGroup, voterGroupFor } from '../voting/voter-groups.ts'
import type { SearchEngine } from './engines/engine.ts'
import type { Correction } from './interpretation/corrections.ts'
import { interpret } from './interpretation/interpret.ts'
import type { SearchAnswer, SearchOptions } from './paper-search.ts'
import { parseQuery } from './query/parse.ts'
import type { ReadCorpusSize } from './ranking/corpus-size.ts'
import { readHits } from './ranking/read-hits.ts'
import { findRelaxedQueries } from './ranking/relaxed-queries.ts'
import { EXACT, findRanked } from './ranking/retrieve.ts'
import { addVectorMatches, type HybridMatches, wordsOnly } from './vectors/hybrid-search.ts'
import type { VectorSearch } from './vectors/vector-search.ts'

/** `until` in milliseconds since the epoch. `vector`: the embedding of the free words. */
export type SearchRequest = Omit<SearchOptions, 'signal'> & { until: number; vector?: Float32Array | null }

/** What all searches share. */
export type SearchSources = { readCoverage: ReadCorpusSize; meaning: VectorSearch | null }

/** A page has five papers. */
const ALSO_CLOSE = 2

/** Answers a search, by `until` with what it has by then. */
export async function answerSearch(
  engine: SearchEngine,
  { readCoverage, meaning }: SearchSources,
  text: string,
  { asker, limit, offset, until, vector = null }: SearchRequest,
): Promise<SearchAnswer> {
  const isLate = () => Date.now() > until
  const query = parseQuery(text)
  const coverage = await readCoverage()
  const voterGroup = await voterGroupFor(engine.db, asker?.team ?? null)
  const empty = {
    alsoClose: [],
    partial: 0,
    close: 0,
    coverage,
    correction: null,
    corrected: query.corrected,
    relaxed: [],
    cutShort: false,
  }
  if (query.paper) return { ...empty, ...(await onePaper(engine, query.paper, voterGroup)) }
  const interpretation = await interpret(engine, query, asker)
  const { terms, corrections, corrected } = interpretation
  const byWords = await findRanked(engine, interpretation, {
    voterGroup,
    papers: coverage.papers,
    reach: offset + limit,
    exact: vector ? EXACT.withVectors : EXACT.words,
    isLate,
  })
  let found = wordsOnly(byWords)
  if (vector && meaning && !isLate())
    // Vectors must not cost the answer: they may be being replaced at this moment.
    found = await addVectorMatches(engine, meaning, byWords, interpretation, vector).catch(() => found)
  const { ranked, total, whole, close } = found
  const problems = [...interpretation.problems]
  const cutShort = isLate()
  if (cutShort) problems.push('Search was cut short; results may be incomplete.')
  if (whole === 0 && ranked.length > 0) problems.push(describeLack(found))
  const page = ranked.slice(offset, offset + limit)
  const behind = offset > 0 ? [] : ranked.filter((paper) => close.has(paper.id) && !page.includes(paper))
  const hits = await readHits(engine, page, terms, voterGroup, close)
  const alsoClose = await readHits(engine, behind.slice(0, ALSO_CLOSE), terms, voterGroup, close)
  return {
    ...empty,
    hits,
    alsoClose,
    total: total + close.size,
    partial: total - whole,
    close: close.size,
    correction: corrections.length === 0 ? null : explain(text, corrections),
    problems,
    cutShort,
    corrected,
    relaxed: ranked.length > 0 ? [] : await findRelaxedQueries(engine, query, asker, isLate),
  }
}

function describeLack({ total, close }: HybridMatches): string {
  if (total === 0) return 'No paper has these words; these are close in meaning.'
  return `No paper matches all of this; these match some of it${close.size > 0 ? ' or are close in meaning' : ''}.`
}

async function onePaper(engine: SearchEngine, id: PaperId, voterGroup: VoterGroup) {
  const hits = await readHits(engine, [{ id, score: 1 }], [], voterGroup)
  return { hits, total: hits.length, problems: hits.length > 0 ? [] : ['Paperboy does not know this paper yet.'] }
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
