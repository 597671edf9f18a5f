import type { PaperId } from '../../src/core/paper.ts'
import type { Store } from '../../src/db/open.ts'
import { readIds } from '../../src/search/engines/engine.ts'
import { createSqliteEngine } from '../../src/search/engines/sqlite.ts'
import { interpret } from '../../src/search/interpretation/interpret.ts'
import type { QueryTerm, TermSpan } from '../../src/search/interpretation/query-terms.ts'
import { parseQuery } from '../../src/search/query/parse.ts'
import { rankPapers } from '../../src/search/ranking/bm25.ts'
import { type Retrieved, retrieveCandidates } from '../../src/search/ranking/retrieve.ts'
import { WEIGHTS, type Weights } from '../../src/search/ranking/weights.ts'
import { voterGroupFor } from '../../src/voting/voter-groups.ts'
import { print } from './printing.ts'
import { type Answer, type Judged, type ndcg, recallOf100 } from './relevance.ts'

export type JudgedSet = { name: string; queries: Judged[]; measure: typeof ndcg }

const changes: Record<string, Partial<Weights>> = {
  'all of it': {},
  'without the weight of titles': { fields: { title: 1, abstract: 1, topics: 1, people: 1 } },
  'without the length of the text': { lengthNorm: 0 },
  'without words exactly as written': { exact: 0 },
  'without phrases': { phrase: 0 },
  'without nearness': { near: 0 },
  'without recency': { recency: 0 },
  'with ten times the recency': { recency: WEIGHTS.recency * 10 },
  'without upvotes': { upvotes: 0 },
  'with ten times the upvotes': { upvotes: WEIGHTS.upvotes * 10 },
}

// Nobody has voted for the recorded papers: as if one in twenty who upvoted a paper had.
const UPVOTES_PER_VOTE = 20

/** What each part of the ranking is worth. The papers are gathered once for each query, and only ranked anew for each change. */
export async function printAblation(store: Store, sets: JudgedSet[]): Promise<void> {
  print('what each part is worth', ...sets.map(({ name }) => name))
  const measure = async (what: string, answer: Answer) => {
    const cells: number[] = []
    for (const { queries, measure } of sets) cells.push(await measure(queries, answer))
    print(what, ...cells)
  }
  const queries = sets.flatMap((set) => set.queries.map(({ query }) => query))
  const gathered = await gatherAll(store, queries)
  const recalls: number[] = []
  for (const { queries } of sets)
    recalls.push(await recallOf100(queries, async (query) => gathered.get(query)?.all ?? []))
  print('candidates, Recall', ...recalls)
  for (const [what, change] of Object.entries(changes)) await measure(what, answerFrom(gathered, change))
  for (const { candidates } of gathered.values())
    for (const candidate of candidates) candidate.votes = Math.floor(candidate.upvotes / UPVOTES_PER_VOTE)
  await measure('with votes for what was upvoted', answerFrom(gathered, {}))
  await measure('with ten times those votes', answerFrom(gathered, { votes: WEIGHTS.votes * 10 }))
  const quoted = (query: string) => query.replaceAll(/[^\s"]+/g, '"$&"')
  await measure('every word as written, none corrected', answerFrom(await gatherAll(store, queries, quoted), {}))
  await store.db.deleteFrom('abbreviations').execute()
  await measure('without the other forms of abbreviations', answerFrom(await gatherAll(store, queries), {}))
}

type Ready = Retrieved & { terms: QueryTerm[]; spans: TermSpan[]; all: PaperId[] }

async function gatherAll(store: Store, queries: string[], asked = (query: string) => query) {
  const engine = createSqliteEngine(store.db)
  const voterGroup = await voterGroupFor(store.db, null)
  const papers = await store.db
    .selectFrom('papers')
    .select((row) => row.fn.countAll<number>().as('papers'))
    .executeTakeFirstOrThrow()
  const circumstances = { ...papers, voterGroup, exact: 150, reach: 300, isLate: () => false }
  const gathered = new Map<string, Ready>()
  for (const query of queries) {
    const interpretation = await interpret(engine, parseQuery(asked(query)), null)
    const { text, terms, spans } = interpretation
    if (text === null || gathered.has(query)) continue
    const retrieved = await retrieveCandidates(engine, { ...interpretation, text }, circumstances)
    const ids = await readIds(store.db, retrieved.others)
    const all = [...retrieved.candidates.map(({ id }) => id), ...ids.values()]
    gathered.set(query, { ...retrieved, terms, spans, all })
  }
  return gathered
}

const answerFrom =
  (gathered: Map<string, Ready>, change: Partial<Weights>): Answer =>
  async (query, limit = 10) => {
    const ready = gathered.get(query)
    if (!ready) return []
    const { candidates, terms, spans, statistics } = ready
    const ranked = rankPapers(candidates, terms, spans, statistics, { ...WEIGHTS, ...change })
    return ranked.slice(0, limit).map(({ candidate }) => candidate.id)
  }
